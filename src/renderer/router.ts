import { createRouter, createWebHashHistory, type RouteRecordRaw } from 'vue-router'
import ArchiveView from './views/archive/ArchiveView.vue'
import { type PlaceName, PLACES } from './places.ts'

/** Views are loaded when they are first opened, all but the one that everybody sees first. */
const VIEWS: Record<PlaceName, RouteRecordRaw['component']> = {
  archive: ArchiveView,
  tags: () => import('./views/tags/TagsView.vue'),
  sources: () => import('./views/sources/SourcesView.vue'),
  'tag-review': () => import('./views/tag-review/TagReviewView.vue'),
  features: () => import('./views/features/FeaturesView.vue'),
  clustering: () => import('./views/clustering/ClusteringView.vue'),
  clusters: () => import('./views/clusters/ClustersPlace.vue'),
  map: () => import('./views/map/MapView.vue'),
  tree: () => import('./views/tree/TreeView.vue'),
  compare: () => import('./views/compare/CompareView.vue'),
  labels: () => import('./views/labels/LabelsView.vue'),
  image: () => import('./views/image/ImageView.vue'),
  similar: () => import('./views/similar/SimilarView.vue'),
  evaluation: () => import('./views/evaluation/EvaluationView.vue'),
  export: () => import('./views/export/ExportView.vue')
}

/** Of places that are about one thing. */
const PATHS: Partial<Record<PlaceName, string>> = {
  archive: '/archive/:part(studies|files)?',
  clusters: '/clusters/:part(review|rejected)?',
  image: '/image/:instance(\\d+)?',
  similar: '/similar/:of(\\d+|file)?'
}

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', redirect: '/archive' },
    ...PLACES.map(({ name }) => ({ path: PATHS[name] ?? `/${name}`, name, component: VIEWS[name] }) as RouteRecordRaw),
    { path: '/:rest(.*)', redirect: '/archive' }
  ]
})
