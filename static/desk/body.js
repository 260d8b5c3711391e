// The text itself: an editor in the place of the textarea, which stays what the form sends.

import {
  Blockquote, Bold, BulletList, Document, Dropcursor, Editor, Extension, Gapcursor, HardBreak, Heading,
  History, HorizontalRule, Italic, Link, ListItem, OrderedList, Paragraph, Placeholder, Subscript,
  Superscript, Table, TableCell, TableHeader, TableRow, Text, TrailingNode,
} from "../django_prose_editor/editor.js"
import { ArticleCard, Embed, Figure, Footnote, PullQuote, insertBlock } from "./nodes.js"
import { ask, desk, dialogue, fields, form, later, make, tell } from "./page.js"
import { pictureFiles, takeIn } from "./pictures.js"
import { Quotes } from "./quotes.js"
import { toolbar } from "./toolbar.js"

const CELL = "(paragraph | bulletList | orderedList)+"
const ADDRESS = /^(https?:\/\/|mailto:|\/(?!\/)|#)\S+$/i

// Pictures written into the markup: megabytes that nothing is made of.
const DATA = /"data:image\/[^"]*"|'data:image\/[^']*'/gi
// What Docs, Word and Outlook write for a picture; a web page's own icons are not meant.
const PICTURE = /<img\b[^>]*?\ssrc\s*=\s*["']?(?:data:image\/(?!svg|gif)|file:|cid:|https:\/\/[\w-]+\.googleusercontent\.com\/)/i

const PlainLink = Link.extend({
  inclusive: false,
  addMenuItems: undefined,
  addCommands() {
    return {
      ...this.parent?.(),
      writeLink: () => ({ editor }) => {
        writeLink(editor)
        return true
      },
    }
  },
  addKeyboardShortcuts() {
    return { "Mod-k": ({ editor }) => editor.commands.writeLink() }
  },
}).configure({
  enableTarget: false,
  openOnClick: false,
  autolink: false,
  linkOnPaste: true,
  isAllowedUri: (url) => ADDRESS.test(url.trim()),
  HTMLAttributes: { target: null, rel: null, class: null, title: null },
})

async function writeLink(editor) {
  const active = editor.isActive("link")
  const href = editor.getAttributes("link").href || ""
  if (!active && editor.state.selection.empty) {
    tell("Select the words that should be the link first.")
    return
  }
  const said = await dialogue(
    "Link",
    [{ name: "href", label: "Address", value: href, help: "https://…, /europe/… for a page of ours, or a mail address." }],
    { confirm: active ? "Change it" : "Link it", remove: active ? "Remove the link" : "" },
  )
  const chain = editor.chain().focus().extendMarkRange("link")
  if (said?.removed) chain.unsetLink().run()
  else if (said) {
    const address = whole(said.href)
    if (ADDRESS.test(address)) chain.setLink({ href: address }).run()
    else tell("That is no address that a reader can follow.")
  }
}

/** The address that was meant: www.… and names of hosts get their scheme, mail addresses theirs. */
function whole(address) {
  if (/^[^\s/@]+@[^\s/@]+\.[^\s/@]+$/.test(address)) return `mailto:${address}`
  if (/^(www\.|[\w-]+(\.[\w-]+)+(\/|$))/i.test(address)) return `https://${address}`
  return address
}

const Tools = Extension.create({
  name: "deskTools",
  addCommands() {
    return {
      insertCard: (address) => ({ editor }) => {
        ask(desk(`choices/articles/?q=${encodeURIComponent(address)}`))
          .then(({ choices: [found] }) => {
            if (!found) throw new Error("No article of ours has that address.")
            insertBlock(editor, { type: "articleCard", attrs: { article: String(found.id) } })
          })
          .catch((refusal) => tell(refusal.message))
        return true
      },
    }
  },
  addKeyboardShortcuts() {
    return { "Mod-Alt-f": ({ editor }) => editor.commands.writeFootnote() }
  },
})

/** Shift+Enter only: Ctrl+Enter is the preview's. */
const LineBreak = HardBreak.extend({
  addKeyboardShortcuts() {
    return { "Shift-Enter": () => this.editor.commands.setHardBreak() }
  },
})

/** All that an article may hold; a plain text does without pictures, notes and cards. */
const extensions = (language, plain) => [
  ...(plain ? [] : [Figure, Embed, ArticleCard, PullQuote, Footnote, Tools]),
  Document, Paragraph, Text, LineBreak, Bold, Italic, Subscript, Superscript, PlainLink,
  Heading.configure({ levels: [2, 3] }),
  BulletList, OrderedList, ListItem, HorizontalRule,
  Blockquote.extend({ content: CELL }),
  Table.extend({ addMenuItems: undefined }).configure({ resizable: false }),
  TableRow,
  TableCell.extend({ content: CELL }),
  TableHeader.extend({ content: CELL }),
  Quotes.configure({ language }),
  History, Dropcursor, Gapcursor, TrailingNode,
  Placeholder.configure({ placeholder: plain ? "Write here." : "Write here, paste from Docs or Word, drop pictures in." }),
]

/** The edge of the block that is nearest to where something was dropped: no sentence is cut. */
function edgeAt(view, { clientX, clientY }) {
  const found = view.posAtCoords({ left: clientX, top: clientY })
  if (!found) return null
  const at = view.state.doc.resolve(found.pos)
  if (!at.depth) return found.pos
  const box = view.nodeDOM(at.before(1)).getBoundingClientRect()
  return clientY < box.top + box.height / 2 ? at.before(1) : at.after(1)
}

/** Put pictures into the text, one after the other, where they were dropped. */
async function insertPictures(editor, files, position) {
  for (const file of files) {
    const taken = await takeIn(file)
    if (!taken) continue
    const node = { type: "figure", attrs: { file: taken } }
    if (position == null) insertBlock(editor, node)
    else editor.chain().focus().insertContentAt(position, node).run()
  }
}

/** Where a place of the text is now, whatever has been typed since. */
function remember(editor) {
  let { from, to } = editor.state.selection
  const follow = ({ transaction }) => {
    from = transaction.mapping.map(from)
    to = transaction.mapping.map(to)
  }
  editor.on("transaction", follow)
  return () => {
    editor.off("transaction", follow)
    return { from, to }
  }
}

function pasted(editor, event) {
  const files = editor.schema.nodes.figure ? pictureFiles(event.clipboardData) : []
  const html = event.clipboardData.getData("text/html")
  if (files.length && !html.trim()) {
    insertPictures(editor, files)
    return true
  }
  const text = event.clipboardData.getData("text/plain").trim()
  if (!html && ADDRESS.test(text) && editor.state.selection.empty && isEmptyLine(editor)) {
    embedOrText(editor, text)
    return true
  }
  // What was cut or copied in this editor comes back as it was.
  if (!html || html.includes("data-pm-slice")) return false
  const place = remember(editor)
  ask(desk("paste/"), fields({ html: html.replace(DATA, '""') }))
    .then(({ html: clean }) => {
      editor.chain().focus().setTextSelection(place()).run()
      // A caption holds words alone; elsewhere the editor's own paste fits it in.
      if (isCaption(editor)) editor.view.pasteText(text)
      else editor.view.pasteHTML(clean)
      if (PICTURE.test(html)) tell("Pictures do not come along with pasted text: drop their files into it.")
    })
    .catch((refusal) => {
      editor.chain().focus().setTextSelection(place()).run()
      editor.view.pasteText(text)
      tell(`Pasted as plain text. ${refusal.message}`)
    })
  return true
}

const isCaption = (editor) => editor.state.selection.$from.parent.type.name === "figure"

const isEmptyLine = (editor) =>
  editor.schema.nodes.embed &&
  editor.state.selection.$from.parent.type.name === "paragraph" && !editor.state.selection.$from.parent.content.size

function embedOrText(editor, url) {
  ask(desk(`embed/?url=${encodeURIComponent(url)}`))
    .then((found) => insertBlock(editor, { type: "embed", attrs: found }))
    .catch(() =>
      editor.chain().focus().insertContent({ type: "text", text: url, marks: [{ type: "link", attrs: { href: url } }] }).run(),
    )
}

const words = (text) => (text.match(/[\p{L}\p{N}]+(?:['’.,:/@-][\p{L}\p{N}]+)*/gu) || []).length

export function writeBody(textarea, { plain = false } = {}) {
  const language = document.documentElement.lang || "en"
  const room = make("div", { class: "body" })
  const count = make("p", { class: "count", "aria-live": "off" })
  textarea.before(room)
  textarea.hidden = true
  const editor = new Editor({
    element: room,
    extensions: extensions(form.dataset.language || language, plain),
    content: textarea.value,
    // Our stylesheet holds what the editor would put into a <style>, which the CSP refuses.
    injectCSS: false,
    editorProps: {
      attributes: { "aria-label": "Text", "aria-multiline": "true", role: "textbox", spellcheck: "true" },
      // Before the editor itself reads what was pasted, styles and all.
      handleDOMEvents: {
        paste(_, event) {
          const done = pasted(editor, event)
          if (done) event.preventDefault()
          return done
        },
      },
      handleDrop: (view, event) => {
        const files = pictureFiles(event.dataTransfer)
        if (plain || !files.length) return false
        event.preventDefault()
        insertPictures(editor, files, edgeAt(view, event))
        return true
      },
    },
    onUpdate: () => write(),
  })
  // The line that always stands empty at the end is no part of the text.
  const read = () => (editor.isEmpty ? "" : editor.getHTML().replace(/(<p><\/p>)+$/, ""))
  let last = read()
  const write = () => {
    const text = read()
    if (text === last) return
    textarea.value = last = text
    textarea.dispatchEvent(new Event("input", { bubbles: true }))
    tally()
  }
  const tally = later(200, () => {
    const number = words(editor.getText({ blockSeparator: " " }))
    count.textContent = `${number.toLocaleString("en")} ${number === 1 ? "word" : "words"} · ${Math.max(1, Math.round(number / 230))} min`
  })
  room.before(toolbar(editor))
  room.after(count)
  tally()
  textarea.addEventListener("desk:restored", () => {
    editor.commands.setContent(textarea.value, { emitUpdate: false })
    last = read()
    tally()
  })
  textarea.editor = editor
  return editor
}
