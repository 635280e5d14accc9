// Show the time left. The server keeps the time; this clock only counts down from what the server said.
const timer = document.querySelector("[data-timer]");
const say = document.querySelector("[data-timer-say]");

if (timer) {
  const end = performance.now() + Number(timer.dataset.timer) * 1000;
  const leave = () => location.assign(timer.dataset.url);
  // Without a connection the page stays, or nothing would be left to read; it goes on when the connection is back.
  const over = () => {
    timer.textContent = timer.dataset.over;
    if (navigator.onLine) leave();
    else addEventListener("online", leave, { once: true });
  };
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    timer.textContent = timer.dataset.left.replace("{time}", clock);
    timer.classList.toggle("late", left <= 60);
    for (const [limit, words] of [[300, say.dataset.five], [60, say.dataset.one]]) {
      if (left <= limit && left > limit - 3 && say.textContent !== words) say.textContent = words;
    }
    // A second more than the server accepts what was on its way.
    const late = (Number(timer.dataset.grace) + 1) * 1000;
    setTimeout(left === 0 ? over : tick, left === 0 ? late : 500);
  };
  tick();
}
