/* Huiyin's islands: no framework, delegated listeners, nothing inline (strict CSP). */
import htmx from "htmx.org";

import * as arranging from "./arranging.js";
import * as audience from "./audience.js";
import * as calendar from "./calendar.js";
import * as clocks from "./clocks.js";
import * as confirmed from "./confirmed.js";
import * as editor from "./editor.js";
import * as drafting from "./drafting.js";
import * as facts from "./facts.js";
import * as forms from "./forms.js";
import * as heat from "./heat.js";
import * as incidents from "./incidents.js";
import * as keys from "./keys.js";
import * as lint from "./lint.js";
import * as live from "./live.js";
import * as notes from "./notes.js";
import * as meeting from "./meeting.js";
import * as nav from "./nav.js";
import * as overlay from "./overlay.js";
import * as palette from "./palette.js";
import * as policy from "./policy.js";
import * as reveal from "./reveal.js";
import * as rows from "./rows.js";
import * as settings from "./settings.js";
import * as sheet from "./sheet.js";
import * as toast from "./toast.js";
import * as upload from "./upload.js";

window.htmx = htmx;

const islands = [arranging, calendar, clocks, drafting, toast, nav, overlay, palette, keys, sheet, settings, facts, forms, heat, audience, upload, confirmed, reveal, rows, lint, editor, policy, incidents, notes, meeting, live];
islands.forEach((island) => island.start());
