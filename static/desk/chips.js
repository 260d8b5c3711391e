// Lists of names in an order: authors, articles to read next, tags. The form sends plain lines.

import { ask, desk, later, make } from "./page.js"

const NUMBERED = /^(.*?)\s*\[(\d+)\]$/s
let lists = 0

export function chips(field) {
  const source = field.dataset.deskList
  const isTags = source === "tags"
  const separator = isTags ? /[,;\n]/ : /\n/
  const label = document.querySelector(`label[for="${field.id}"]`)
  const id = `chips-${(lists += 1)}`
  let items = []

  const rows = make("ol", { class: "chips" })
  const input = make("input", {
    type: "text", id: `${id}-input`, role: "combobox", autocomplete: "off", "aria-expanded": "false",
    "aria-controls": `${id}-list`, "aria-autocomplete": "list", placeholder: field.dataset.placeholder,
  })
  const list = make("ul", { class: "choices", role: "listbox", id: `${id}-list`, hidden: true })
  const said = make("span", { class: "visually-hidden", role: "status" })
  const box = make("div", { class: "chips-box" }, rows, input, list, said)
  field.hidden = true
  field.after(box)
  if (label) label.htmlFor = input.id

  const read = () =>
    field.value.split(separator).map((line) => line.trim()).filter(Boolean).map((line) => {
      const found = isTags ? null : line.match(NUMBERED)
      return found ? { text: found[1], id: found[2] } : { text: line }
    })

  function write() {
    const lines = items.map(({ text, id }) => (id ? `${text} [${id}]` : text))
    field.value = lines.join(isTags ? ", " : "\n")
    field.dispatchEvent(new Event("input", { bubbles: true }))
  }

  function move(from, to) {
    if (to < 0 || to >= items.length || from === to) return
    items.splice(to, 0, ...items.splice(from, 1))
    draw()
    write()
    rows.children[to].querySelector(".grip").focus()
    said.textContent = `${items[to].text}, ${to + 1} of ${items.length}`
  }

  function drop(index) {
    const [gone] = items.splice(index, 1)
    draw()
    write()
    said.textContent = `${gone.text} removed`
    input.focus()
  }

  function add(item) {
    const same = (other) => (item.id ? other.id === String(item.id) : other.text.toLowerCase() === item.text.toLowerCase())
    if (item.text && !items.some(same)) {
      items.push({ text: item.text.replace(/\s+/g, " "), id: item.id ? String(item.id) : undefined })
      draw()
      write()
      said.textContent = `${item.text} added`
    }
    input.value = ""
    close()
  }

  function draw() {
    rows.replaceChildren(...items.map(row))
    rows.hidden = items.length === 0
  }

  function row(item, index) {
    const grip = make("button", {
      type: "button", class: "grip",
      "aria-label": isTags ? item.text : `${item.text}, ${index + 1} of ${items.length}. Arrow keys move it.`,
    }, item.text)
    grip.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key]
      if (step && !isTags) move(index, index + step)
      else if (event.key === "Delete" || event.key === "Backspace") drop(index)
      else return
      event.preventDefault()
    })
    const remove = make("button", { type: "button", class: "remove", "aria-label": `Remove ${item.text}`, onclick: () => drop(index) }, "×")
    const chip = make("li", { draggable: isTags ? "false" : "true" }, grip, remove)
    chip.addEventListener("dragstart", (event) => {
      event.dataTransfer.setData("text/x-chip", `${id}:${index}`)
      event.dataTransfer.effectAllowed = "move"
    })
    chip.addEventListener("dragover", (event) => {
      if (event.dataTransfer.types.includes("text/x-chip")) event.preventDefault()
    })
    chip.addEventListener("drop", (event) => {
      const [owner, from] = event.dataTransfer.getData("text/x-chip").split(":")
      if (owner !== id) return
      event.preventDefault()
      move(Number(from), index)
    })
    return chip
  }

  // Choosing

  let choices = []
  let chosen = -1

  function close() {
    choices = []
    chosen = -1
    list.hidden = true
    list.replaceChildren()
    input.setAttribute("aria-expanded", "false")
    input.removeAttribute("aria-activedescendant")
  }

  function mark(index) {
    chosen = (index + choices.length) % choices.length
    ;[...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)))
    input.setAttribute("aria-activedescendant", list.children[chosen].id)
    list.children[chosen].scrollIntoView({ block: "nearest" })
  }

  const look = later(150, async () => {
    const wanted = input.value.trim()
    if (!wanted) return close()
    const answer = await ask(desk(`choices/${source}/?q=${encodeURIComponent(wanted)}`)).catch(() => ({ choices: [] }))
    if (input.value.trim() !== wanted) return
    choices = answer.choices
    const isKnown = choices.some(({ text }) => text.toLowerCase() === wanted.toLowerCase())
    if (isTags && !isKnown) choices.push({ text: wanted, detail: "new tag" })
    list.replaceChildren(...choices.map((choice, index) => {
      const option = make("li", { role: "option", id: `${id}-${index}`, "aria-selected": "false" }, choice.text)
      if (choice.detail) option.append(make("small", {}, choice.detail))
      option.addEventListener("pointerdown", (event) => {
        event.preventDefault()
        add(choice)
      })
      return option
    }))
    list.hidden = choices.length === 0
    input.setAttribute("aria-expanded", String(choices.length > 0))
    if (choices.length) mark(0)
    else said.textContent = "Nothing found"
  })

  input.addEventListener("input", (event) => {
    event.stopPropagation()
    if (isTags && /[,;]/.test(input.value)) {
      input.value.split(separator).map((text) => text.trim()).filter(Boolean).forEach((text) => add({ text }))
    } else look()
  })
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && choices.length) mark(chosen + 1)
    else if (event.key === "ArrowUp" && choices.length) mark(chosen - 1)
    else if (event.key === "Escape" && choices.length) close()
    else if (event.key === "Enter") {
      if (choices[chosen]) add(choices[chosen])
      else if (isTags && input.value.trim()) add({ text: input.value.trim() })
    } else if (event.key === "Backspace" && !input.value && items.length) drop(items.length - 1)
    else return
    event.preventDefault()
  })
  input.addEventListener("blur", () => {
    if (isTags && input.value.trim()) add({ text: input.value.trim() })
    close()
  })

  field.addEventListener("desk:restored", () => {
    items = read()
    draw()
  })
  items = read()
  draw()
}
