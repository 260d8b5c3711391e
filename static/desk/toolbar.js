// The editor's tools: one row, one tab stop, arrows between them.

import { hasIcon, icon } from "./icons.js"
import { insertBlock } from "./nodes.js"
import { dialogue, make, tell } from "./page.js"
import { choose } from "./pictures.js"

const KINDS = [
  ["paragraph", "Text", (chain) => chain.setParagraph(), (editor) => editor.isActive("paragraph")],
  ["h2", "Heading", (chain) => chain.setHeading({ level: 2 }), (editor) => editor.isActive("heading", { level: 2 })],
  ["h3", "Small heading", (chain) => chain.setHeading({ level: 3 }), (editor) => editor.isActive("heading", { level: 3 })],
]

const TOOLS = [
  ["bold", "Bold", "B", "Ctrl+B", (chain) => chain.toggleBold()],
  ["italic", "Italic", "I", "Ctrl+I", (chain) => chain.toggleItalic()],
  ["link", "Link", "link", "Ctrl+K", (chain) => chain.writeLink()],
  ["superscript", "Superscript", "x²", "", (chain) => chain.toggleSuperscript()],
  ["subscript", "Subscript", "x₂", "", (chain) => chain.toggleSubscript()],
  null,
  ["bulletList", "List", "bullets", "", (chain) => chain.toggleBulletList()],
  ["orderedList", "Numbered list", "numbers", "", (chain) => chain.toggleOrderedList()],
  ["blockquote", "Quotation", "quotation", "", (chain) => chain.toggleBlockquote()],
  ["pullQuote", "Pull quote", "pull", "", (chain) => chain.togglePullQuote()],
  null,
  ["figure", "Picture", "picture", "", insertPicture],
  ["footnote", "Footnote", "note", "Ctrl+Alt+F", (chain) => chain.writeFootnote()],
  ["embed", "Video or post", "embed", "", insertEmbed],
  ["articleCard", "Article of ours", "card", "", insertCard],
  ["table", "Table", "table", "", (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true })],
  ["horizontalRule", "Break", "rule", "", (chain) => chain.setHorizontalRule()],
  null,
  ["undo", "Undo", "undo", "Ctrl+Z", (chain) => chain.undo()],
  ["redo", "Redo", "redo", "Ctrl+Shift+Z", (chain) => chain.redo()],
]

// Blocks that a plain text does without.
const BLOCKS = new Set(["pullQuote", "figure", "footnote", "embed", "articleCard"])

const TABLE_TOOLS = [
  ["Row above", "addRowBefore"],
  ["Row below", "addRowAfter"],
  ["Column left", "addColumnBefore"],
  ["Column right", "addColumnAfter"],
  ["Header", "toggleHeaderCell"],
  ["Join cells", "mergeOrSplit"],
  ["Delete row", "deleteRow"],
  ["Delete column", "deleteColumn"],
  ["Delete table", "deleteTable"],
]

async function insertPicture(_, editor) {
  const file = await choose()
  if (file) insertBlock(editor, { type: "figure", attrs: { file } })
}

async function insertEmbed(_, editor) {
  const wanted = [{ name: "url", label: "Its address", type: "url", help: "YouTube, Vimeo, X, Bluesky, Mastodon or Datawrapper." }]
  const said = await dialogue("Video or post", wanted)
  if (said) editor.commands.insertEmbed(said.url)
}

async function insertCard(_, editor) {
  const wanted = [{ name: "article", label: "Its address", help: "Copied from the magazine: /europe/the-old-bridge/." }]
  const said = await dialogue("Article of ours", wanted)
  if (said) editor.commands.insertCard(said.article)
}

export function toolbar(editor) {
  const kind = make("select", { "aria-label": "Kind of paragraph" })
  kind.append(...KINDS.map(([value, label]) => make("option", { value }, label)))
  kind.addEventListener("change", () => {
    const [, , act] = KINDS.find(([value]) => value === kind.value)
    act(editor.chain().focus()).run()
  })
  const bar = make("div", { class: "toolbar", role: "toolbar", "aria-label": "Text tools" }, kind)
  const buttons = TOOLS.map((tool) => {
    if (!tool) {
      bar.append(make("span", { class: "gap" }))
      return null
    }
    const [name, label, sign, keys, act] = tool
    if (BLOCKS.has(name) && !editor.schema.nodes[name]) return null
    const button = make("button", { type: "button", "aria-label": label, title: keys ? `${label} (${keys})` : label, "data-tool": name })
    button.append(hasIcon(sign) ? icon(sign) : sign)
    button.addEventListener("click", () => {
      const chain = editor.chain().focus()
      const made = act(chain, editor)
      if (made === chain || made?.run) made.run()
      else if (made?.catch) made.catch((refusal) => tell(refusal.message))
    })
    bar.append(button)
    return [name, button]
  }).filter(Boolean)
  const tableBar = make("div", { class: "toolbar table-tools", role: "toolbar", "aria-label": "Table", hidden: true })
  tableBar.append(
    ...TABLE_TOOLS.map(([label, command]) =>
      make("button", { type: "button", onclick: () => editor.chain().focus()[command]().run() }, label),
    ),
  )

  function draw() {
    const current = KINDS.find(([, , , active]) => active(editor))
    kind.value = current ? current[0] : "paragraph"
    for (const [name, button] of buttons) {
      if (editor.schema.marks[name] || editor.schema.nodes[name]) {
        button.setAttribute("aria-pressed", String(editor.isActive(name)))
      }
      if (name === "undo" || name === "redo") button.disabled = !editor.can()[name]()
    }
    tableBar.hidden = !editor.isActive("table")
  }
  editor.on("transaction", draw)
  oneTabStop(bar)
  oneTabStop(tableBar)
  draw()
  return make("div", { class: "tools-row" }, bar, tableBar)
}

/** Arrows move between the tools; Tab leaves them. */
function oneTabStop(bar) {
  const stops = () => [...bar.querySelectorAll("select, button:not(:disabled)")]
  const settle = (chosen) => stops().forEach((stop) => (stop.tabIndex = stop === chosen ? 0 : -1))
  settle(stops()[0])
  bar.addEventListener("focusin", (event) => settle(event.target))
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    const all = stops()
    all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus()
    event.preventDefault()
  })
}
