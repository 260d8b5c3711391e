// The web address follows the headline until somebody writes their own.

export function follow(title, slug, { isPublic }) {
  const made = () => window.URLify(title.value, 80)
  let follows = !isPublic && (!slug.value || slug.value === made())
  const show = () => {
    if (follows) slug.value = made()
  }
  title.addEventListener("input", show)
  title.addEventListener("desk:restored", () => (follows = false))
  slug.addEventListener("input", () => {
    follows = slug.value === ""
  })
  slug.addEventListener("change", () => {
    slug.value = window.URLify(slug.value, 120)
    show()
  })
}
