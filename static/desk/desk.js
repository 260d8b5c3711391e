// The writing desk: everything here makes better what the plain form does without it.

import { follow } from "./address.js"
import { writeBody } from "./body.js"
import { checks } from "./checks.js"
import { chips } from "./chips.js"
import { publishButton } from "./clock.js"
import { pictureField } from "./lead.js"
import { keep } from "./keep.js"
import { form } from "./page.js"
import { proof } from "./proof.js"
import { curl } from "./quotes.js"

const field = (name) => form.elements.namedItem(name)
const language = form.dataset.language || "en"

for (const list of form.querySelectorAll("[data-desk-list]")) chips(list)
for (const picture of form.querySelectorAll("[data-desk-picture]")) pictureField(picture)
for (const text of form.querySelectorAll("[data-desk-grow]")) {
  curl(text, language)
  grow(text)
}
writeBody(field("body"))
follow(field("title"), field("slug"), { isPublic: form.dataset.public === "yes" })
// A headline is one line, however long.
field("title").addEventListener("keydown", (event) => {
  if (event.key === "Enter") event.preventDefault()
})

const publish = form.querySelector("[data-desk-publish]")
if (publish && field("publish_at")) {
  const { zone, place, live } = form.dataset
  publishButton(publish, field("publish_at"), { zone, place, isLive: live === "yes" })
}

const preview = proof(form.querySelector("[data-desk-preview]"))

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return
  if (event.key === "s") form.requestSubmit(form.querySelector("[name=_save]"))
  else if (event.key === "Enter") preview(true)
  else return
  event.preventDefault()
})

keep()
checks(form.querySelector("[data-desk-checks]"))
form.classList.add("ready")

/** Where the browser cannot do it by CSS, a field grows with its text. */
function grow(text) {
  if (CSS.supports("field-sizing", "content")) return
  const fit = () => {
    text.style.height = "auto"
    text.style.height = `${text.scrollHeight + 2}px`
  }
  for (const event of ["input", "desk:restored"]) text.addEventListener(event, fit)
  fit()
}
