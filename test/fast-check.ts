import fc from 'fast-check'

/**
 * Properties try the same examples in each run, so that a test fails for a change and not by chance. `npm run fuzz:properties` tries
 * others: it sets PROPERTY_SEED.
 */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20_261_129) })

export default fc
