// What is known of the library's pictures, choosing one, and taking in new ones.

import { ask, desk, dialogue, fields, later, make } from "./page.js"

const LIBRARY = "/admin/articles/image/find/"
const INTAKE = "/admin/articles/image/drop/"

const known = new Map(
  Object.entries(JSON.parse(document.getElementById("desk-pictures")?.textContent || "{}")),
)

/** What the desk shows of a picture; asks the server the first time. */
export async function picture(id) {
  id = String(id)
  if (!known.has(id)) {
    const found = await ask(desk(`pictures/?ids=${encodeURIComponent(id)}`))
    known.set(id, found[id] || null)
  }
  return known.get(id)
}

export async function refresh(id) {
  known.delete(String(id))
  return picture(id)
}

/** Let the writer choose from the library; resolves to the picture's number, or to null. */
export function choose() {
  return new Promise((resolve) => {
    const search = make("input", { type: "search", "aria-label": "Search the library", placeholder: "Caption, credit, tag…" })
    const grid = make("ul", { class: "library" })
    const said = make("p", { class: "help", role: "status" })
    const more = make("button", { type: "button", class: "plain", hidden: true }, "More")
    const file = make("input", { type: "file", accept: "image/*", class: "visually-hidden", id: "library-file" })
    const upload = make("label", { for: file.id, class: "button plain" }, "Upload a new one")
    const cancel = make("button", { type: "button", class: "plain", onclick: () => end(null) }, "Cancel")
    const dialog = make(
      "dialog",
      { class: "ask wide", "aria-label": "Choose a picture" },
      make("h2", {}, "Choose a picture"), search, said, grid,
      make("p", { class: "row" }, more, file, upload, cancel),
    )
    let page = 1

    function end(id) {
      dialog.remove()
      resolve(id)
    }

    function card(found) {
      known.set(String(found.id), found)
      const image = make("img", { alt: "", loading: "lazy" })
      if (found.url) image.src = found.url
      const words = make("span", {}, found.name, make("small", { class: found.credit ? "" : "lacking" }, found.credit || "No credit yet"))
      return make("li", {}, make("button", { type: "button", onclick: () => end(String(found.id)) }, image, words))
    }

    async function look(next = 1) {
      const wanted = search.value
      page = next
      try {
        const found = await ask(`${LIBRARY}?q=${encodeURIComponent(wanted)}&page=${page}`)
        if (search.value !== wanted) return
        const cards = found.pictures.map(card)
        page === 1 ? grid.replaceChildren(...cards) : grid.append(...cards)
        said.textContent = cards.length || page > 1 ? "" : "No picture is like that."
        more.hidden = page >= found.pages
      } catch (refusal) {
        said.textContent = refusal.message
      }
    }

    for (const event of ["input", "change"]) dialog.addEventListener(event, (it) => it.stopPropagation())
    search.addEventListener("input", later(200, () => look()))
    search.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault())
    more.addEventListener("click", () => look(page + 1))
    file.addEventListener("change", async () => {
      const taken = file.files.length ? await takeIn(file.files[0]) : null
      if (taken) end(taken)
    })
    dialog.addEventListener("cancel", () => end(null))
    document.body.append(dialog)
    dialog.showModal()
    look()
  })
}

/** The file for an <img>: the CSP allows data, and no blob. */
const dataURL = (file) =>
  new Promise((resolve) => {
    const reader = new FileReader()
    reader.addEventListener("load", () => resolve(reader.result))
    reader.addEventListener("error", () => resolve(""))
    reader.readAsDataURL(file)
  })

/** Ask for the two things that a picture needs, then take it in; resolves to its number or null. */
export async function takeIn(file) {
  const shown = make("img", { class: "taken", alt: "" })
  shown.src = await dataURL(file)
  let value = { credit: "", alt: "" }
  for (let problem = ""; ; ) {
    const extra = make("div", {}, shown)
    if (problem) extra.append(make("p", { class: "error", role: "alert" }, problem))
    value = await dialogue(
      "Add a picture",
      [
        { name: "credit", label: "Name / Agency", value: value.credit, help: "Who made it, and for whom; several with a semicolon between them. The rest can wait." },
        {
          name: "alt",
          label: "Alternative text",
          value: value.alt,
          help: "What a reader who cannot see it needs to know.",
          optional: true,
        },
      ],
      { confirm: "Add it", extra },
    )
    if (!value) break
    try {
      const taken = await ask(INTAKE, fields({ file, ...value }))
      await refresh(taken.id)
      return String(taken.id)
    } catch (refusal) {
      problem = refusal.message
    }
  }
  return null
}

/** The pictures among dropped or pasted things. */
export const pictureFiles = (transfer) =>
  [...(transfer?.files || [])].filter((file) => file.type.startsWith("image/"))
