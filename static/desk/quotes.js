// Quotes curl and dashes grow as one types, in the text and in the plain fields alike.

import { Extension, textInputRule } from "../django_prose_editor/editor.js"

const SHAPES = {
  en: ["“", "”", "‘", "’"],
  de: ["„", "“", "‚", "‘"],
  fr: ["«\u00a0", "\u00a0»", "‘", "’"],
  es: ["«", "»", "“", "”"],
  it: ["«", "»", "“", "”"],
  pl: ["„", "”", "‚", "’"],
  ru: ["«", "»", "„", "“"],
}
const BEFORE_OPENING = "(?:^|[\\s({\\[<“‘„‚«\u00a0—–/-])"
const LETTER = "[\\p{L}\\p{N}]"

/** [what ends with the typed sign, what the sign becomes], first match wins. */
function rules(language) {
  const [open, close, innerOpen, innerClose] = SHAPES[language.slice(0, 2)] || SHAPES.en
  return [
    [new RegExp(`${BEFORE_OPENING}(")$`, "u"), open],
    [/(")$/u, close],
    // An apostrophe inside a word, or before the figures of a year, is never an opening quote.
    [new RegExp(`${LETTER}(')$`, "u"), "’"],
    [new RegExp(`${BEFORE_OPENING}(')$`, "u"), innerOpen],
    [/(')$/u, innerClose],
    [/(?:^|[^-–])(--)$/u, "–"],
    [/(–-)$/u, "—"],
    [/(\.\.\.)$/u, "…"],
  ]
}

export const Quotes = Extension.create({
  name: "quotes",
  addOptions: () => ({ language: "en" }),
  addInputRules() {
    return rules(this.options.language).map(([find, replace]) => textInputRule({ find, replace }))
  },
})

/** The same in a plain field. */
export function curl(field, language) {
  const table = rules(language)
  field.addEventListener("input", (event) => {
    if (event.isComposing || event.inputType !== "insertText" || field.selectionStart !== field.selectionEnd) return
    const end = field.selectionStart
    const before = field.value.slice(0, end)
    const rule = table.find(([find]) => find.test(before))
    if (!rule) return
    const typed = before.match(rule[0])[1]
    field.setSelectionRange(end - typed.length, end)
    // The one way to change a field that its own undo knows of.
    document.execCommand("insertText", false, rule[1])
  })
}
