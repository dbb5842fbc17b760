#pragma once

/// The port to a log, and what goes through it.

#include <varve/eventstore/append_condition.hpp>
#include <varve/eventstore/append_outcome.hpp>
#include <varve/eventstore/append_request.hpp>
#include <varve/eventstore/checkpoint.hpp>
#include <varve/eventstore/compact_log.hpp>
#include <varve/eventstore/compaction.hpp>
#include <varve/eventstore/consumer.hpp>
#include <varve/eventstore/consumer_driver.hpp>
#include <varve/eventstore/event_ref.hpp>
#include <varve/eventstore/event_store.hpp>
#include <varve/eventstore/expected.hpp>
#include <varve/eventstore/export_log.hpp>
#include <varve/eventstore/filter.hpp>
#include <varve/eventstore/group_member.hpp>
#include <varve/eventstore/group_runner.hpp>
#include <varve/eventstore/import_batch.hpp>
#include <varve/eventstore/import_log.hpp>
#include <varve/eventstore/lease_hold.hpp>
#include <varve/eventstore/lease_options.hpp>
#include <varve/eventstore/lease_store.hpp>
#include <varve/eventstore/log_info.hpp>
#include <varve/eventstore/memory_leases.hpp>
#include <varve/eventstore/memory_log.hpp>
#include <varve/eventstore/memory_store.hpp>
#include <varve/eventstore/page.hpp>
#include <varve/eventstore/query.hpp>
#include <varve/eventstore/read_options.hpp>
#include <varve/eventstore/retain.hpp>
#include <varve/eventstore/slice.hpp>
#include <varve/eventstore/slice_cut.hpp>
#include <varve/eventstore/store_status.hpp>
#include <varve/eventstore/stream_listing.hpp>
#include <varve/eventstore/subscription.hpp>
