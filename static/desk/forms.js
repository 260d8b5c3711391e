// Plain forms of the desk: a picture is chosen by eye, a text written as it will be read.

import { writeBody } from "./body.js"
import { pictureField } from "./lead.js"
import { form } from "./page.js"

for (const picture of form.querySelectorAll("[data-desk-picture]")) {
  picture.closest(".form-row").classList.add("writing")
  pictureField(picture)
}
for (const body of form.querySelectorAll("[data-desk-body]")) {
  body.closest(".form-row").classList.add("writing")
  writeBody(body, { plain: true })
}
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key !== "s") return
  form.requestSubmit(form.querySelector("[name=_continue]") || form.querySelector("[name=_save]"))
  event.preventDefault()
})
