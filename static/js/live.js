// Keeps live results fresh: every five seconds each <section data-live="URL"> is fetched and, where it changed, put in its place.
// What changed in its lines is said politely to screen readers. When the race is over the page is loaded once more, for its status and
// records. Without this script a reload shows the same.

const SECONDS = 5;
const status = document.getElementById("live-status");

const lines = (section) => [...section.querySelectorAll(".live li")].map((line) => line.textContent);

const parse = (html) => new DOMParser().parseFromString(html, "text/html").querySelector("section.results");

async function refresh(section) {
  const response = await fetch(section.dataset.live, { cache: "no-cache", headers: { Accept: "text/html" } });
  if (!response.ok) return;
  const fresh = parse(await response.text());
  if (!fresh || fresh.isEqualNode(section)) return;
  if (!fresh.dataset.live) return location.reload();
  const known = lines(section);
  const news = lines(fresh).filter((line) => !known.includes(line));
  if (news.length) status.textContent = news.join(" ");
  section.replaceWith(fresh);
}

async function tick() {
  const sections = document.querySelectorAll("[data-live]");
  if (!document.hidden) await Promise.allSettled([...sections].map(refresh));
  if (document.querySelector("[data-live]")) setTimeout(tick, SECONDS * 1000);
}

if (document.querySelector("[data-live]")) setTimeout(tick, SECONDS * 1000);
