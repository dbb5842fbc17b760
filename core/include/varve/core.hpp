#pragma once

/// The values that everything in Varve is made of.

#include <varve/core/base64.hpp>
#include <varve/core/checksum.hpp>
#include <varve/core/clock.hpp>
#include <varve/core/codec.hpp>
#include <varve/core/digest.hpp>
#include <varve/core/environment.hpp>
#include <varve/core/epoch.hpp>
#include <varve/core/error.hpp>
#include <varve/core/event_id.hpp>
#include <varve/core/event_view.hpp>
#include <varve/core/json.hpp>
#include <varve/core/log.hpp>
#include <varve/core/metadata.hpp>
#include <varve/core/metrics.hpp>
#include <varve/core/name.hpp>
#include <varve/core/new_event.hpp>
#include <varve/core/ordinal.hpp>
#include <varve/core/position.hpp>
#include <varve/core/random.hpp>
#include <varve/core/recorded.hpp>
#include <varve/core/result.hpp>
#include <varve/core/revision.hpp>
#include <varve/core/stream_id.hpp>
#include <varve/core/tags.hpp>
#include <varve/core/time.hpp>
#include <varve/core/token.hpp>
#include <varve/core/uuid.hpp>
