// The toolbar's signs, drawn on a grid of 20 with one stroke.

const PATHS = {
  link: "M8.5 11.5a3 3 0 0 0 4.2 0l3-3a3 3 0 0 0-4.2-4.2l-1 1M11.5 8.5a3 3 0 0 0-4.2 0l-3 3a3 3 0 0 0 4.2 4.2l1-1",
  bullets: "M8 5h9M8 10h9M8 15h9M3.5 5h.01M3.5 10h.01M3.5 15h.01",
  numbers: "M9 5h8M9 10h8M9 15h8M3 4l1-.7V7M3 13.2c0-1.3 2-1.3 2 0 0 .8-2 1.6-2 2.5h2.2",
  quotation: "M4 12V9a3 3 0 0 1 3-3M4 9.5h3.5V13H4zM11.5 12V9a3 3 0 0 1 3-3M11.5 9.5H15V13h-3.5z",
  pull: "M3 4h14M3 16h14M6 8h8M7.5 12h5",
  picture: "M3 4.5h14v11H3zM3 13l4-4 4 4 2.5-2.5L17 14M13 7.7h.01",
  embed: "M3 4.5h14v11H3zM8.5 7.5v5l4-2.5z",
  card: "M3 4.5h14v11H3zM5.5 7.5h4v5h-4zM12 8h3M12 11h3",
  table: "M3 4.5h14v11H3zM3 8.2h14M3 11.9h14M7.7 4.5v11M12.3 4.5v11",
  note: "M4 15V6h5M4 10h4M14 4l1.2-.8V9",
  rule: "M3 10h14",
  undo: "M7 5 3.5 8.5 7 12M4 8.5h8a4 4 0 0 1 0 8H9",
  redo: "m13 5 3.5 3.5L13 12M16 8.5H8a4 4 0 0 0 0 8h3",
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg")
  svg.setAttribute("viewBox", "0 0 20 20")
  svg.setAttribute("aria-hidden", "true")
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path")
  path.setAttribute("d", PATHS[name])
  svg.append(path)
  return svg
}

export const hasIcon = (name) => name in PATHS
