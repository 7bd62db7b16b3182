// Adds the reader's own time to a race's start where it is neither the venue's time nor Eastern.
// Expects <time datetime="2026-02-11T18:30:00+01:00" data-local>; without this script the page says the same, less one time.

const clock = (date, timeZone) =>
  new Intl.DateTimeFormat("en-US", { timeZone, weekday: "short", hour: "numeric", minute: "2-digit" }).format(date);

const apStyle = (date) =>
  new Intl.DateTimeFormat("en-US", { hour: "numeric", minute: "2-digit" })
    .format(date)
    .replace(":00", "")
    .replace(/\s?AM$/, " a.m.")
    .replace(/\s?PM$/, " p.m.");

const venueOffset = (iso) => {
  const [, sign, hours, minutes] = iso.match(/([+-])(\d\d):?(\d\d)$/) ?? [null, "+", 0, 0];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
};

for (const time of document.querySelectorAll("time[data-local]")) {
  const start = new Date(time.dateTime);
  const here = -start.getTimezoneOffset();
  if (here === venueOffset(time.dateTime) || clock(start) === clock(start, "America/New_York")) continue;
  const venueDay = new Date(start.getTime() + venueOffset(time.dateTime) * 60000).getUTCDay();
  const day = start.getDay() === venueDay ? "" : ` on ${start.toLocaleDateString("en-US", { weekday: "long" })}`;
  time.append(`, ${apStyle(start)}${day} your time`);
}
