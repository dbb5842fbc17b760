#pragma once

/// From commands to events: load, decide, append.

#include <varve/commands/command_context.hpp>
#include <varve/commands/command_handler.hpp>
#include <varve/commands/command_loop.hpp>
#include <varve/commands/conflict_policy.hpp>
#include <varve/commands/drive.hpp>
#include <varve/commands/handle_algorithm.hpp>
#include <varve/commands/handled.hpp>
#include <varve/commands/load_state.hpp>
