// What is known of the library's pictures, choosing one, and taking in new ones.

import { ask, desk, dialogue, fields, make } from "./page.js"

const PICKER = "/admin/articles/image/pick/"
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

let calls = 0
const waiting = new Map()

/** Let the writer choose from the library; resolves to the picture's number. */
export function choose() {
  window.CKEDITOR ||= {}
  window.CKEDITOR.tools ||= {}
  window.CKEDITOR.tools.callFunction = (number, url, data) => {
    waiting.get(Number(number))?.(String(data.id))
    waiting.delete(Number(number))
  }
  return new Promise((resolve) => {
    calls += 1
    waiting.set(calls, resolve)
    const size = `width=${Math.min(960, screen.width)},height=${Math.min(760, screen.height)}`
    window.open(`${PICKER}?CKEditorFuncNum=${calls}`, "_blank", `popup,${size}`)
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
        { name: "credit", label: "Name / Agency", value: value.credit, help: "Who made it, and for whom. The rest can wait." },
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
