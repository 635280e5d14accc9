// Show the newer answer that the server kept instead of the one sent from this window.
export function fill(form, { seq, response, certainty }) {
  const kept = response ?? {};
  if (!form) return;
  form.elements.seq.value = seq + 1;
  for (const control of form.elements) {
    if (control.name === "option") control.checked = (kept.options ?? []).includes(control.value);
    if (control.name === "certainty") control.checked = control.value === String(certainty);
    if (["text", "unit"].includes(control.name)) control.value = kept[control.name] ?? "";
    if (control.name.startsWith("pair:")) control.value = kept.pairs?.[control.name.slice(5)] ?? "";
    if (control.name.startsWith("blank:")) control.value = kept.blanks?.[control.name.slice(6)] ?? "";
    if (control.name.startsWith("mark:")) control.checked = kept.marks?.[control.name.slice(5)] === control.value;
    if (control.name === "keep") control.checked = Boolean(kept.options);
  }
  const list = form.querySelector("[data-order]");
  for (const id of list ? (kept.options ?? []) : []) list.append(list.querySelector(`[value="${id}"]`).closest("li"));
}
