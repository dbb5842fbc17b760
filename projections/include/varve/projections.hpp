#pragma once

/// Read models: projections, keyed views, their generations, and the port to the databases that hold them.

#include <varve/projections/cell.hpp>
#include <varve/projections/key_slice.hpp>
#include <varve/projections/memory_view.hpp>
#include <varve/projections/projection_status.hpp>
#include <varve/projections/projector.hpp>
#include <varve/projections/projector_options.hpp>
#include <varve/projections/re_anchor.hpp>
#include <varve/projections/read_model.hpp>
#include <varve/projections/read_model_checkpoints.hpp>
#include <varve/projections/row_shape.hpp>
#include <varve/projections/sql_access.hpp>
#include <varve/projections/table_names.hpp>
