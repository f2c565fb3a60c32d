#pragma once

// What every vector source sets before it includes Highway. SVE has no arrays of vectors, which the tiles need.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128)
