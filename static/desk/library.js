// The library of pictures at the desk. Everything here also works without it, but for the picker.
"use strict"

const make = (tag, words = "", className = "") => {
  const node = document.createElement(tag)
  node.textContent = words
  node.className = className
  return node
}

// Upload: each file on its own, with its own progress; one bad file never spoils the rest.
for (const form of document.querySelectorAll("[data-upload]")) {
  const input = form.querySelector("input[type=file]")
  const drop = form.querySelector("[data-drop]")
  const results = document.querySelector("[data-results]")
  const waiting = []
  let busy = 0
  form.querySelector("[data-hint]").hidden = false

  const show = (row, answer) => {
    row.replaceChildren()
    if (answer.error) {
      row.className = "refused"
      row.append(make("strong", row.dataset.name), " ", make("span", answer.error))
      return
    }
    row.className = answer.is_new ? "stored" : "known"
    const box = make("div", "", "picture-box")
    const image = make("img")
    Object.assign(image, { src: answer.url, alt: "", width: answer.width, height: answer.height })
    box.append(image)
    const said = make("div")
    const edit = make("a", "Describe and credit it")
    edit.href = answer.edit
    said.append(
      make("strong", row.dataset.name),
      make("span", [answer.is_new ? "Stored." : "", ...answer.notes].join(" ")),
      make("span", answer.credit || "No credit", "credit"),
      edit,
    )
    row.append(box, said)
  }

  const send = (row, file) => {
    const body = new FormData(form)
    body.delete("files")
    body.append("file", file)
    const request = new XMLHttpRequest()
    const progress = make("progress")
    progress.setAttribute("aria-label", file.name)
    const state = make("span", "Sending …")
    row.append(make("strong", file.name), " ", progress, " ", state)
    request.upload.onprogress = (event) => {
      progress.max = event.total
      progress.value = event.loaded
      if (event.loaded === event.total) state.textContent = "Looking at it …"
    }
    request.onload = () => {
      let answer
      try {
        answer = JSON.parse(request.responseText)
      } catch {
        answer = { error: request.status === 403 ? "You may not upload, or your session has ended." : "It did not arrive. Try again." }
      }
      show(row, answer)
    }
    request.onerror = () => show(row, { error: "The connection broke. Try again." })
    request.onloadend = () => {
      busy -= 1
      next()
    }
    request.open("POST", form.dataset.upload)
    request.send(body)
  }

  const next = () => {
    while (busy < 2 && waiting.length) {
      busy += 1
      send(...waiting.shift())
    }
  }

  const take = (files) => {
    if (files.length) document.getElementById("results-title").hidden = false
    for (const file of files) {
      const row = make("li")
      row.dataset.name = file.name
      results.append(row)
      waiting.push([row, file])
    }
    next()
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault()
    take([...input.files])
    input.value = ""
  })
  for (const name of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault()
      drop.classList.toggle("over", name === "dragover")
      if (name === "drop") take([...event.dataTransfer.files])
    })
  }
}

// Focal point: a click or the arrow keys; the form's own two numbers are what is saved.
for (const preview of document.querySelectorAll("[data-focus]")) {
  const across = document.getElementById("id_focal_x")
  const down = document.getElementById("id_focal_y")
  const cuts = document.querySelector("[data-cuts]")
  const shown = preview.querySelector("img")
  if (!across || !down || !shown) continue
  const [width, height] = [Number(preview.dataset.width), Number(preview.dataset.height)]
  const surface = make("button", "", "surface")
  surface.type = "button"
  surface.setAttribute("aria-label", "Focal point: click, or move it with the arrow keys")
  const mark = make("span", "", "mark")
  preview.append(surface, mark)
  cuts.hidden = false
  for (const cut of cuts.children) {
    const image = make("img")
    Object.assign(image, { src: shown.currentSrc || shown.src, alt: "" })
    cut.style.aspectRatio = cut.dataset.ratio
    cut.prepend(image)
  }

  const inside = (value) => Math.min(1, Math.max(0, value))
  const share = (focal, whole, part) => {
    const start = Math.min(Math.max(focal * whole - part / 2, 0), whole - part)
    return whole > part ? (100 * start) / (whole - part) : 50
  }
  const draw = () => {
    const [x, y] = [inside(Number(across.value)), inside(Number(down.value))]
    mark.style.left = `${x * 100}%`
    mark.style.top = `${y * 100}%`
    for (const cut of cuts.children) {
      const ratio = Number(cut.dataset.ratio)
      const [w, h] = [Math.min(width, height * ratio), Math.min(height, width / ratio)]
      cut.querySelector("img").style.objectPosition = `${share(x, width, w)}% ${share(y, height, h)}%`
    }
  }
  const set = (x, y) => {
    across.value = inside(x).toFixed(3)
    down.value = inside(y).toFixed(3)
    draw()
  }
  surface.addEventListener("click", (event) => {
    if (event.detail === 0) return; // from the keyboard: it says nothing of where
    const box = surface.getBoundingClientRect()
    set((event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height)
  })
  surface.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 0.1 : 0.02
    const move = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key]
    if (!move) return
    event.preventDefault()
    set(Number(across.value) + move[0], Number(down.value) + move[1])
  })
  across.addEventListener("input", draw)
  down.addEventListener("input", draw)
  draw()
}

// Picker: hand the chosen picture to the editor that opened this window.
for (const pick of document.querySelectorAll("[data-pick]")) {
  pick.addEventListener("click", (event) => {
    const button = event.target.closest("[data-picture]")
    if (!button) return
    const picture = JSON.parse(button.dataset.picture)
    const tools = window.opener && window.opener.CKEDITOR && window.opener.CKEDITOR.tools
    if (tools) tools.callFunction(pick.dataset.pick, picture.url, picture)
    window.close()
  })
}
