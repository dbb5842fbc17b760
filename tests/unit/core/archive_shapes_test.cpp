#define SHAPES archive_shapes
#include "archive_shapes.hpp"
