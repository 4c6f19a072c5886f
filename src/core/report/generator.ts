/** What a report begins with: it tells it from other pages. */
export const GENERATOR = '<!doctype html>\n<!-- Medoid report -->'
