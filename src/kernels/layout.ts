import { Agglomeration } from './agglomerate'
import { Minimax } from './minimax'
import { Spanning } from './spanning'
import { Build } from './build'
import { Matrix } from './gower'
import { Judgement } from './judge'
import {
  MAP_LAYOUT_BYTES,
  MAP_LAYOUT_DONE,
  NEIGHBOURS_BYTES,
  NEIGHBOURS_NEXT,
  PLACEMENT_BYTES,
  PLACEMENT_NEXT,
  VECTORS_BYTES,
  VECTORS_NEXT
} from './map-constants'
import { Search } from './medoids'
import { Vectors } from './nearest-vectors'
import { Neighbours } from './neighbours'
import { MapLayout } from './pacmap'
import { Placement } from './place'
import {
  AGGLOMERATION_BYTES,
  AGGLOMERATION_MERGED,
  BUILD_BYTES,
  BUILD_HEAP,
  BUILD_SINGLE,
  CLUSTERS_BYTES,
  JUDGEMENT_BYTES,
  JUDGEMENT_UNSHARED,
  MATRIX_BYTES,
  MATRIX_NEXT,
  MATRIX_ROWS,
  MATRIX_UNSHARED,
  MINIMAX_BYTES,
  MINIMAX_MERGED,
  SEARCH_BYTES,
  SEARCH_CANDIDATE,
  SEARCH_LOSS,
  SEARCH_NEAREST,
  SEARCH_STALE,
  SEARCH_SWAPS,
  SPANNING_BYTES,
  SPANNING_MERGED
} from './search-constants'
import { Clusters } from './silhouette'
import { QUERY_BYTES } from './constants'
import { Query } from './query'

// All of this happens while the kernels are compiled: nothing of it is in the module.
if (offsetof<Matrix>() != MATRIX_BYTES) ERROR('MATRIX_BYTES is not the size of Matrix')
if (offsetof<Matrix>('next') != MATRIX_NEXT) ERROR('MATRIX_NEXT is not where next lies')
if (offsetof<Matrix>('unshared') != MATRIX_UNSHARED) ERROR('MATRIX_UNSHARED is not where unshared lies')
if (offsetof<Matrix>('rows') != MATRIX_ROWS) ERROR('MATRIX_ROWS is not where rows lies')

if (offsetof<Judgement>() != JUDGEMENT_BYTES) ERROR('JUDGEMENT_BYTES is not the size of Judgement')
if (offsetof<Judgement>('unshared') != JUDGEMENT_UNSHARED) ERROR('JUDGEMENT_UNSHARED is not where unshared lies')

if (offsetof<Search>() != SEARCH_BYTES) ERROR('SEARCH_BYTES is not the size of Search')
if (offsetof<Search>('nearest') != SEARCH_NEAREST) ERROR('SEARCH_NEAREST is not where nearest lies')
if (offsetof<Search>('stale') != SEARCH_STALE) ERROR('SEARCH_STALE is not where stale lies')
if (offsetof<Search>('candidate') != SEARCH_CANDIDATE) ERROR('SEARCH_CANDIDATE is not where candidate lies')
if (offsetof<Search>('swaps') != SEARCH_SWAPS) ERROR('SEARCH_SWAPS is not where swaps lies')
if (offsetof<Search>('loss') != SEARCH_LOSS) ERROR('SEARCH_LOSS is not where loss lies')

if (offsetof<Build>() != BUILD_BYTES) ERROR('BUILD_BYTES is not the size of Build')
if (offsetof<Build>('heap') != BUILD_HEAP) ERROR('BUILD_HEAP is not where heap lies')
if (offsetof<Build>('single') != BUILD_SINGLE) ERROR('BUILD_SINGLE is not where single lies')

if (offsetof<Clusters>() != CLUSTERS_BYTES) ERROR('CLUSTERS_BYTES is not the size of Clusters')

if (offsetof<Agglomeration>() != AGGLOMERATION_BYTES) ERROR('AGGLOMERATION_BYTES is not the size of Agglomeration')
if (offsetof<Agglomeration>('merged') != AGGLOMERATION_MERGED) ERROR('AGGLOMERATION_MERGED is not where merged lies')

if (offsetof<Spanning>() != SPANNING_BYTES) ERROR('SPANNING_BYTES is not the size of Spanning')
if (offsetof<Spanning>('merged') != SPANNING_MERGED) ERROR('SPANNING_MERGED is not where merged lies')

if (offsetof<Minimax>() != MINIMAX_BYTES) ERROR('MINIMAX_BYTES is not the size of Minimax')
if (offsetof<Minimax>('merged') != MINIMAX_MERGED) ERROR('MINIMAX_MERGED is not where merged lies')

if (offsetof<Query>() != QUERY_BYTES) ERROR('QUERY_BYTES is not the size of Query')

if (offsetof<Neighbours>() != NEIGHBOURS_BYTES) ERROR('NEIGHBOURS_BYTES is not the size of Neighbours')
if (offsetof<Neighbours>('next') != NEIGHBOURS_NEXT) ERROR('NEIGHBOURS_NEXT is not where next lies')

if (offsetof<MapLayout>() != MAP_LAYOUT_BYTES) ERROR('MAP_LAYOUT_BYTES is not the size of MapLayout')
if (offsetof<MapLayout>('done') != MAP_LAYOUT_DONE) ERROR('MAP_LAYOUT_DONE is not where done lies')

if (offsetof<Placement>() != PLACEMENT_BYTES) ERROR('PLACEMENT_BYTES is not the size of Placement')
if (offsetof<Placement>('next') != PLACEMENT_NEXT) ERROR('PLACEMENT_NEXT is not where next lies')

if (offsetof<Vectors>() != VECTORS_BYTES) ERROR('VECTORS_BYTES is not the size of Vectors')
if (offsetof<Vectors>('next') != VECTORS_NEXT) ERROR('VECTORS_NEXT is not where next lies')
