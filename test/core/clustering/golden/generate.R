# What R's package cluster and its hclust find:  Rscript generate.R [FOLDER]
# The files beside it were made by R 4.2.2 with cluster 2.1.4.
library(cluster)
library(jsonlite)

arguments <- commandArgs(trailingOnly = TRUE)
folder <- if (length(arguments) > 0) arguments[1] else "."
# FasterPAM starts with random medoids.
set.seed(1)

# `types` are Medoid's kinds of columns. Ordinal levels count as numbers, as in Gower (1971), and not as ranks of their values.
write_golden <- function(name, data, types, ks) {
  columns <- data
  for (column in names(types)) {
    if (types[[column]] == "ordinal") columns[[column]] <- as.integer(data[[column]])
    if (types[[column]] == "asymmetric-binary") columns[[column]] <- as.integer(as.character(data[[column]]))
  }
  asymmetric <- names(types)[types == "asymmetric-binary"]
  gower <- daisy(columns, metric = "gower", type = list(asymm = asymmetric))
  distance <- sqrt(gower)
  clustered <- function(k, variant, ...) {
    result <- pam(distance, k, diss = TRUE, variant = variant, ...)
    labels <- result$id.med[result$clustering]
    list(
      labels_medoid0 = labels - 1,
      objective_sum = unbox(sum(as.matrix(distance)[cbind(seq_along(labels), labels)])),
      silhouette = silhouette(result$clustering, distance)[, "sil_width"]
    )
  }
  results <- list(
    n = unbox(nrow(data)),
    types = lapply(types, unbox),
    lower_triangle_columnwise_1_minus_S = as.vector(gower),
    pam_on_sqrt = lapply(ks, function(k) {
      list(K = unbox(k), original = clustered(k, "original"), faster = clustered(k, "faster", nstart = 10))
    })
  )
  write(toJSON(results, digits = NA), file.path(folder, paste0(name, ".json")))
}

# Struyf, Hubert & Rousseeuw (1996), Clustering in an object-oriented environment: 18 flowers.
data(flower)
write.csv(flower, file.path(folder, "flower.csv"), row.names = FALSE, na = "")
flower_types <- list(
  V1 = "nominal", V2 = "nominal", V3 = "nominal", V4 = "nominal",
  V5 = "ordinal", V6 = "ordinal", V7 = "numeric", V8 = "numeric"
)
write_golden("flower", flower, flower_types, c(2, 3, 4, 5))
write_golden("flower-asymm", flower, modifyList(flower_types, list(V3 = "asymmetric-binary")), c(2, 3))

# Vallet (2005): traits of 136 plants, with missing values.
data(plantTraits)
write.csv(plantTraits, file.path(folder, "plantTraits.csv"), row.names = FALSE, na = "")
kind <- function(column) if (is.ordered(column)) "ordinal" else if (is.factor(column)) "nominal" else "numeric"
write_golden("plantTraits", plantTraits, lapply(plantTraits, kind), c(2, 3, 5, 6, 10, 15))

# Random numbers with missing ones, so that no two pairs of rows are equally dissimilar: with ties, several trees are right.
random <- as.data.frame(matrix(rnorm(160 * 8), 160))
random[matrix(runif(160 * 8) < 0.1, 160)] <- NA
random <- signif(random, 8)
write.csv(random, file.path(folder, "random.csv"), row.names = FALSE, na = "")
write_trees <- function(name, data, ks) {
  distance <- sqrt(daisy(data, metric = "gower"))
  stopifnot(!anyNA(distance), !anyDuplicated(distance))
  methods <- c(ward = "ward.D2", average = "average", complete = "complete", single = "single")
  for (linkage in names(methods)) {
    tree <- hclust(distance, method = methods[[linkage]])
    cuts <- lapply(ks, function(k) list(K = unbox(k), labels = unname(cutree(tree, k)) - 1))
    results <- list(heights = tree$height, cuts = cuts, cophenetic = unbox(cor(distance, cophenetic(tree))))
    write(toJSON(results, digits = NA), file.path(folder, paste0(name, "-", linkage, ".json")))
  }
}
write_trees("random", random, c(2, 5, 12, 40))
