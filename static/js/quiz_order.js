// Put the items of an ordering question up or down without loading the page; without this module the buttons post.
export function bindOrders(put) {
  for (const list of document.querySelectorAll("[data-order]")) {
    list.addEventListener("click", (event) => {
      const button = event.target.closest("button[name=move]");
      if (!button) return;
      event.preventDefault();
      const item = button.closest("li");
      if (button.value.endsWith(":up")) item.previousElementSibling?.before(item);
      else item.nextElementSibling?.after(item);
      const form = list.closest("form");
      form.elements.keep.checked = true;
      const place = [...list.children].indexOf(item) + 1;
      const words = list.dataset.said.replace("{item}", item.querySelector("[data-text]").textContent);
      form.querySelector("[data-order-say]").textContent = words.replace("{place}", place);
      const visible = [...item.querySelectorAll("button")].find((one) => getComputedStyle(one).visibility === "visible");
      (getComputedStyle(button).visibility === "visible" ? button : visible)?.focus();
      put(form);
    });
  }
}
