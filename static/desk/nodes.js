// What a text may hold beside words: figures, embeds, cards, footnotes, pull quotes.

import { mergeAttributes, Node } from "../django_prose_editor/editor.js"
import { ask, desk, dialogue, make, tell } from "./page.js"
import { choose, picture } from "./pictures.js"

const data = (name, fallback = null) => ({
  default: fallback,
  parseHTML: (element) => element.getAttribute(`data-${name}`) || fallback,
  renderHTML: (attrs) => (attrs[name] ? { [`data-${name}`]: attrs[name] } : {}),
})

/** A node's view that tells the editor when a tool of its own changes an attribute. */
const change = (editor, getPos, attrs) =>
  editor.commands.command(({ tr }) => {
    const node = tr.doc.nodeAt(getPos())
    tr.setNodeMarkup(getPos(), undefined, { ...node.attrs, ...attrs })
    return true
  })

/** Put a block where the cursor is, and the cursor on a line of its own behind it. */
export const insertBlock = (editor, node) =>
  editor.chain().focus().insertContent([node, { type: "paragraph" }]).run()

const remove = (editor, getPos) => {
  const node = editor.state.doc.nodeAt(getPos())
  editor.chain().deleteRange({ from: getPos(), to: getPos() + node.nodeSize }).focus().run()
}

export const Figure = Node.create({
  name: "figure",
  group: "block",
  content: "(text | hardBreak)*",
  draggable: true,
  isolating: true,
  defining: true,

  addAttributes() {
    return {
      file: { default: null, rendered: false },
      alt: { default: "", rendered: false },
      size: data("size"),
    }
  },

  parseHTML() {
    return [
      {
        tag: "figure",
        getAttrs(element) {
          const image = element.querySelector("img[data-file]")
          return image ? { file: image.dataset.file, alt: image.getAttribute("alt") || "" } : false
        },
        contentElement: (element) => element.querySelector("figcaption") || make("figcaption"),
      },
      {
        tag: "img[data-file]",
        getAttrs: (element) => ({ file: element.dataset.file, alt: element.getAttribute("alt") || "" }),
        contentElement: () => make("figcaption"),
      },
    ]
  },

  renderHTML({ node, HTMLAttributes }) {
    return [
      "figure",
      HTMLAttributes,
      ["img", { "data-file": node.attrs.file, alt: node.attrs.alt }],
      ["figcaption", 0],
    ]
  },

  addKeyboardShortcuts() {
    return {
      Enter: ({ editor }) => {
        const { $from } = editor.state.selection
        if ($from.parent.type.name !== "figure") return false
        const after = $from.after()
        return editor.chain().insertContentAt(after, { type: "paragraph" }).setTextSelection(after + 1).run()
      },
      Backspace: ({ editor }) => {
        const { $from, empty } = editor.state.selection
        // At the start of a caption nothing more is deleted: the picture has its own button.
        return empty && $from.parent.type.name === "figure" && $from.parentOffset === 0
      },
    }
  },

  addNodeView() {
    return ({ node, editor, getPos }) => {
      const image = make("img", { alt: "" })
      const credit = make("p", { class: "credit" })
      const caption = make("figcaption", { "data-placeholder": "Caption for this place" })
      const alt = make("input", { type: "text", class: "alt", "aria-label": "Alternative text here" })
      const wide = make("button", { type: "button", class: "plain" }, "Wide")
      const other = make("button", { type: "button", class: "plain" }, "Another picture")
      const drop = make("button", { type: "button", class: "plain" }, "Remove")
      const tools = make("div", { class: "tools", contenteditable: "false" }, alt, wide, other, drop)
      const seen = make("div", { class: "seen", contenteditable: "false" }, image)
      const foot = make("div", { class: "foot", contenteditable: "false" }, credit)
      const dom = make("figure", {}, seen, caption, foot, tools)
      let current = node

      async function draw() {
        dom.classList.toggle("wide", current.attrs.size === "wide")
        wide.setAttribute("aria-pressed", String(current.attrs.size === "wide"))
        caption.classList.toggle("empty", current.content.size === 0)
        if (document.activeElement !== alt) alt.value = current.attrs.alt
        const known = await picture(current.attrs.file).catch(() => null)
        dom.classList.toggle("missing", !known)
        if (known?.url && image.getAttribute("src") !== known.url) image.src = known.url
        image.alt = current.attrs.alt || known?.alt || ""
        credit.textContent = known ? known.credit || "No credit yet" : "The library has no such picture."
        credit.classList.toggle("lacking", !known?.credit)
        alt.placeholder = known?.alt || "Alternative text: what does it show?"
        caption.dataset.placeholder = known?.caption || "Caption for this place"
      }

      alt.addEventListener("change", () => change(editor, getPos, { alt: alt.value.trim() }))
      wide.addEventListener("click", () =>
        change(editor, getPos, { size: current.attrs.size === "wide" ? null : "wide" }),
      )
      other.addEventListener("click", async () => {
        const file = await choose()
        if (file) change(editor, getPos, { file, alt: "" })
      })
      drop.addEventListener("click", () => remove(editor, getPos))
      draw()
      return {
        dom,
        contentDOM: caption,
        update(updated) {
          if (updated.type !== current.type) return false
          current = updated
          draw()
          return true
        },
        stopEvent: (event) => tools.contains(event.target),
        // Only what happens to the caption's words is the editor's business.
        ignoreMutation: ({ type, target }) => type === "attributes" || !caption.contains(target),
      }
    }
  },
})

/** A block that is one thing: shown as a box with a line about it and a few buttons. */
const box = (draw) => () => ({ node, editor, getPos }) => {
  const line = make("p")
  const tools = make("div", { class: "tools" })
  const dom = make("div", { class: "box", contenteditable: "false" }, line, tools)
  const state = { node, line, tools, editor, getPos, dom }
  tools.append(
    make("button", { type: "button", class: "plain", onclick: () => remove(editor, getPos) }, "Remove"),
  )
  draw(state)
  return {
    dom,
    update(updated) {
      if (updated.type !== node.type) return false
      state.node = updated
      draw(state)
      return true
    },
    stopEvent: (event) => tools.contains(event.target),
    ignoreMutation: () => true,
  }
}

export const Embed = Node.create({
  name: "embed",
  group: "block",
  atom: true,
  draggable: true,

  addAttributes() {
    return { embed: data("embed"), id: data("id"), title: data("title") }
  },

  parseHTML() {
    return [{ tag: "figure[data-embed]", priority: 60 }]
  },

  renderHTML({ HTMLAttributes }) {
    return ["figure", mergeAttributes(HTMLAttributes)]
  },

  addNodeView() {
    return box(({ node, line, tools, editor, getPos }) => {
      line.replaceChildren(
        make("strong", {}, node.attrs.embed),
        ` ${node.attrs.title || node.attrs.id}`,
        make("small", {}, "Readers load it with a click."),
      )
      tools.querySelector(".title") ||
        tools.prepend(
          make("button", {
            type: "button",
            class: "plain title",
            async onclick() {
              const wanted = [{ name: "title", label: "What it is", value: editor.state.doc.nodeAt(getPos()).attrs.title || "" }]
              const said = await dialogue("Name the embed", wanted, { confirm: "Name it" })
              if (said) change(editor, getPos, { title: said.title })
            },
          }, "Name it"),
        )
    })()
  },

  addCommands() {
    return {
      insertEmbed:
        (url) =>
        ({ editor }) => {
          ask(desk(`embed/?url=${encodeURIComponent(url)}`))
            .then((found) => insertBlock(editor, { type: "embed", attrs: found }))
            .catch((refusal) => tell(refusal.message))
          return true
        },
    }
  },
})

const headlines = new Map()

export const ArticleCard = Node.create({
  name: "articleCard",
  group: "block",
  atom: true,
  draggable: true,

  addAttributes() {
    return { article: data("article") }
  },

  parseHTML() {
    return [{ tag: "figure[data-article]", priority: 60 }]
  },

  renderHTML({ HTMLAttributes }) {
    return ["figure", mergeAttributes(HTMLAttributes)]
  },

  addNodeView() {
    return box(async ({ node, line }) => {
      const id = node.attrs.article
      if (!headlines.has(id)) {
        const found = await ask(desk(`choices/articles/?ids=${id}`)).catch(() => ({ choices: [] }))
        headlines.set(id, found.choices[0]?.text || `Article ${id}`)
      }
      line.replaceChildren(make("strong", {}, "Article"), ` ${headlines.get(id)}`)
    })()
  },
})

export const PullQuote = Node.create({
  name: "pullQuote",
  group: "block",
  content: "paragraph+",
  defining: true,

  parseHTML() {
    return [{ tag: "aside" }]
  },

  renderHTML() {
    return ["aside", 0]
  },

  addCommands() {
    return {
      togglePullQuote:
        () =>
        ({ commands }) =>
          commands.toggleWrap(this.name),
    }
  },
})

/** A note stands where its number will; a click opens its words. */
export const Footnote = Node.create({
  name: "footnote",
  group: "inline",
  inline: true,
  atom: true,

  addAttributes() {
    return { footnote: data("footnote", "") }
  },

  parseHTML() {
    return [{ tag: "span[data-footnote]" }]
  },

  renderHTML({ HTMLAttributes }) {
    return ["span", HTMLAttributes]
  },

  addNodeView() {
    return ({ node, editor, getPos }) => {
      const dom = make("button", { type: "button", class: "footnote" })
      let current = node
      const draw = () => {
        dom.title = current.attrs.footnote
        dom.setAttribute("aria-label", `Footnote: ${current.attrs.footnote}`)
      }
      dom.addEventListener("click", async () => {
        const wanted = [{ name: "footnote", label: "Note", value: current.attrs.footnote, long: true }]
        const said = await dialogue("Footnote", wanted, { confirm: "Keep", remove: "Remove the note" })
        if (said?.removed) remove(editor, getPos)
        else if (said) change(editor, getPos, said)
        editor.commands.focus()
      })
      draw()
      return {
        dom,
        update(updated) {
          if (updated.type !== current.type) return false
          current = updated
          draw()
          return true
        },
        stopEvent: (event) => event.type === "click",
      }
    }
  },

  addCommands() {
    return {
      writeFootnote:
        () =>
        ({ editor }) => {
          dialogue("Footnote", [{ name: "footnote", label: "Note", long: true }]).then((said) => {
            const chain = editor.chain().focus()
            if (said) chain.insertContent({ type: "footnote", attrs: said })
            chain.run()
          })
          return true
        },
    }
  },
})
