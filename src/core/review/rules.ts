/** What makes an image worth a look. */
export const QUEUES = ['nearest', 'farthest', 'sparse', 'series'] as const
export type QueueName = (typeof QUEUES)[number]

/** Another medoid is nearly as near where the difference is at most this share of the larger distance. */
export const NEARLY_AS_NEAR = 0.05

/** Far out is more than so many interquartile ranges above the upper quartile (Tukey, Exploratory Data Analysis, 1977). */
export const FAR_OUT = 1.5
