// Shows the verdict as soon as there is one.
window.addEventListener("DOMContentLoaded", () => {
  if (document.querySelector("[data-entsso-under-way]")) {
    setTimeout(() => window.location.reload(), 2000);
  }
});
