#pragma once

/// What tests of programs that use Varve need: the domain without a store; time, randomness and sinks that
/// the test owns; stores and read models that hand on to others, for faults; servers that it starts;
/// histories of racing callers. Without GoogleTest.

#include <varve/testing/check_history.hpp>
#include <varve/testing/cutting_proxy.hpp>
#include <varve/testing/forwarding_read_model.hpp>
#include <varve/testing/forwarding_store.hpp>
#include <varve/testing/given.hpp>
#include <varve/testing/history.hpp>
#include <varve/testing/history_recorder.hpp>
#include <varve/testing/pgbouncer.hpp>
#include <varve/testing/postgres_server.hpp>
#include <varve/testing/recording_log.hpp>
#include <varve/testing/recording_metrics.hpp>
#include <varve/testing/recording_store.hpp>
#include <varve/testing/seeded_random.hpp>
#include <varve/testing/simulation.hpp>
#include <varve/testing/virtual_clock.hpp>
#include <varve/testing/wait_until.hpp>
