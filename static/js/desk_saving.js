// Publish or save by button only after an autosave that is under way: the first one creates the page, and a form
// sent meanwhile would create it a second time and be refused.
const autosave = (form) => window.wagtail?.app?.getControllerForElementAndIdentifier(form, "w-autosave");

async function settled(controller) {
  while (controller.submitPromise) await controller.submitPromise;
}

document.addEventListener("submit", async (event) => {
  const form = event.target, controller = autosave(form), button = event.submitter;
  if (!controller?.submitPromise) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const chosen = Object.assign(document.createElement("input"), { type: "hidden" });
  if (button?.name) form.append(Object.assign(chosen, { name: button.name, value: button.value }));
  await settled(controller);
  controller.activeValue = false;
  form.requestSubmit();
}, true);
