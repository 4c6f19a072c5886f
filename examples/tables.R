# Exported tables in R: how far images lie from their medoid, by cluster and modality.
#
#     medoid export catalogue --catalogue catalogue.sqlite --out tables
#     Rscript tables.R
#
# The package nanoparquet reads Parquet without anything else; arrow does, too, and also the lists of vectors-*.parquet.

library(nanoparquet)

assignments <- read_parquet("tables/assignments.parquet")
tags <- read_parquet("tables/tags.parquet")
clusters <- read_parquet("tables/clusters.parquet")

images <- merge(assignments, tags[, c("instance", "Modality")], by = "instance")
images <- merge(images, clusters[, c("run", "k", "cluster", "label")], by = c("run", "k", "cluster"))
print(aggregate(distance ~ run + k + cluster + Modality, data = images, FUN = mean))
