/** What a browser shows that may not see the window. Nothing of a request is in it. */
function page(title: string, text: string, head = ''): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Medoid</title>${head}<style>
:root{color-scheme:dark light;font:16px/1.5 system-ui,sans-serif}body{max-width:34rem;margin:18vh auto;padding:0 1.5rem}h1{font-size:1.25rem}
</style></head><body><h1>${title}</h1><p>${text}</p></body></html>`
}

export const NEEDS_LINK = page(
  'Open the link that Medoid printed',
  'This page is for whoever started Medoid on this machine. Open the link in the terminal where <code>medoid serve</code> runs. Each link works once: press Enter there for a new one.'
)

export const LINK_USED = page(
  'This link has been used',
  'A link works once. Press Enter in the terminal where <code>medoid serve</code> runs, and open the new one.'
)

/** A browser keeps a strict cookie back from a page that another site led to; a page of ours leads there again. */
export const COME_AGAIN = page('Opening Medoid…', '', '<meta http-equiv="refresh" content="0;url=./">')
