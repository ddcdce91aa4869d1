/** The way to the service: JSON there and back, faults in words. */
import { t } from "./texts.js";

/** What the service refuses, with what to do next. */
export class Fault extends Error {
  constructor(detail, nextStep) {
    super(detail);
    this.nextStep = nextStep;
  }

  /** Both as one text. */
  get words() {
    const first = `${this.message.slice(0, 1).toUpperCase()}${this.message.slice(1)}`;
    return this.nextStep ? t("fault_next", { fault: first, next: this.nextStep }) : `${first}.`;
  }
}

/**
 * A function that asks the service: `ask("expansions", {id, key})`.
 * @param {string} base the address below which the questions stand, of our own origin
 * @param {string} patterns the channels that are looked at, "" for all
 */
export function connected(base, patterns) {
  function address(name, query = {}) {
    const pairs = new URLSearchParams(patterns ? { ...query, as: patterns } : query);
    return `${base}${name}${pairs.size ? `?${pairs}` : ""}`;
  }

  async function send(method, name, body, query) {
    const said = body === undefined ? {} : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
    let answer;
    try {
      answer = await fetch(address(name, query), { method, ...said, credentials: "same-origin" });
    } catch {
      throw new Fault(t("no_answer"), t("no_answer_next"));
    }
    if (answer.redirected || !answer.ok) throw await faultOf(answer);
    return answer;
  }

  return {
    ask: async (name, body) => (await send("POST", name, body)).json(),
    read: async (name) => (await send("GET", name)).json(),
    forget: async (name, query) => (await send("DELETE", name, undefined, query)).json(),
    fetchFile: async (name, body) => {
      const answer = await send("POST", name, body), said = answer.headers.get("content-disposition") || "";
      return { blob: await answer.blob(), name: (/filename="([^"]+)"/u.exec(said) || [])[1] || "halqa-explored" };
    },
  };
}

async function faultOf(answer) {
  if (answer.redirected) return new Fault(t("signed_out"), t("signed_out_next"));
  try {
    const told = await answer.json();
    return new Fault(told.detail || told.title || t("answered", { status: String(answer.status) }), told.next_step || "");
  } catch {
    return new Fault(t("answered", { status: String(answer.status) }), t("try_again"));
  }
}
