// A picture as a field of the form: seen, chosen, dropped, with its credit under it.

import { make, tell } from "./page.js"
import { choose, picture, pictureFiles, takeIn } from "./pictures.js"

export function pictureField(field) {
  const image = make("img", { alt: "" })
  const credit = make("p", { class: "credit" })
  const alt = make("p", { class: "help" })
  const pick = make("button", { type: "button", class: "plain" }, "Choose from the library")
  const file = make("input", { type: "file", accept: "image/*", class: "visually-hidden", id: `${field.id}-file` })
  const upload = make("label", { for: file.id, class: "button plain" }, "Upload")
  const remove = make("button", { type: "button", class: "plain" }, "Remove")
  const seen = make("div", { class: "seen" }, image)
  const tools = make("div", { class: "row" }, pick, file, upload, remove)
  const box = make("div", { class: "picture-box" }, seen, credit, alt, tools)
  field.hidden = true
  field.after(box)

  async function draw() {
    const known = field.value ? await picture(field.value).catch(() => null) : null
    box.classList.toggle("empty", !known)
    remove.hidden = !field.value
    image.hidden = !known?.url
    if (known?.url) image.src = known.url
    image.alt = known?.alt || ""
    const name = known && !known.url ? `${known.name}: being made ready. ` : ""
    credit.textContent = known ? name + (known.credit || "No credit yet") : "Drop a picture here"
    credit.classList.toggle("lacking", Boolean(known) && !known.credit)
    alt.textContent = { text: known?.alt && `Alt: ${known.alt}`, decorative: "Decorative", missing: "No alternative text yet" }[known?.alt_state] || ""
    alt.classList.toggle("lacking", known?.alt_state === "missing")
    pick.textContent = known ? "Choose another" : "Choose from the library"
  }

  function set(id) {
    field.value = id
    field.dispatchEvent(new Event("input", { bubbles: true }))
    draw()
  }

  async function take(files) {
    const taken = files.length ? await takeIn(files[0]) : null
    if (taken) set(taken)
  }

  pick.addEventListener("click", async () => {
    const chosen = await choose()
    if (chosen) set(chosen)
  })
  remove.addEventListener("click", () => set(""))
  file.addEventListener("change", () => {
    take([...file.files])
    file.value = ""
  })
  file.addEventListener("input", (event) => event.stopPropagation())
  box.addEventListener("dragover", (event) => event.preventDefault())
  box.addEventListener("drop", (event) => {
    event.preventDefault()
    const files = pictureFiles(event.dataTransfer)
    if (files.length) take(files)
    else tell("That is no picture.")
  })
  field.addEventListener("desk:restored", draw)
  draw()
}
