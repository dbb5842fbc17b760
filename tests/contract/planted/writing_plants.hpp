#pragma once

#include <varve/testing/forwarding_store.hpp>

#include <algorithm>

namespace varve::contract {

using testing::forwarding_store;

/// Does something wrong with every append before it reaches the store.
class changing_store : public forwarding_store {
 public:
  using forwarding_store::forwarding_store;

  void append(append_request request, append_callback done) override {
    if (auto settled = change(request)) return done(*std::move(settled));
    forwarding_store::append(std::move(request), std::move(done));
  }
  append_outcome append_and_wait(append_request request) override {
    if (auto settled = change(request)) return *std::move(settled);
    return forwarding_store::append_and_wait(std::move(request));
  }

 private:
  /// An outcome that needs no store, or nullopt with the request changed.
  virtual std::optional<append_outcome> change(append_request& request) = 0;
};

class ignores_expected final : public changing_store {
 public:
  using changing_store::changing_store;

 private:
  std::optional<append_outcome> change(append_request& request) override {
    for (auto& write : request.writes) write.expected = expected::any();
    return std::nullopt;
  }
};

class ignores_checks final : public changing_store {
 public:
  using changing_store::changing_store;

 private:
  std::optional<append_outcome> change(append_request& request) override {
    for (auto& check : request.checks) check.expected = expected::any();
    return std::nullopt;
  }
};

class ignores_the_condition final : public changing_store {
 public:
  using changing_store::changing_store;

 private:
  std::optional<append_outcome> change(append_request& request) override {
    if (request.condition) request.condition->after = token::end();
    return std::nullopt;
  }
};

/// Takes an append for a repeat as soon as all its ids stand, whatever they stand for.
class compares_repeats_by_id_only final : public changing_store {
 public:
  using changing_store::changing_store;

 private:
  std::optional<append_outcome> change(append_request& request) override {
    appended out;
    out.replayed = true;
    out.first = position::max();
    for (const auto& write : request.writes) {
      written numbers{write.stream.name(), revision::max(), {}};
      for (const auto& event : write.events) {
        const auto found = event.id ? standing(*event.id) : std::nullopt;
        if (!found) return std::nullopt;
        numbers.first = std::min(numbers.first, found->revision);
        numbers.last = std::max(numbers.last, found->revision);
        out.first = std::min(out.first, found->position);
        out.last = std::max(out.last, found->position);
      }
      out.writes.push_back(std::move(numbers));
    }
    if (out.writes.empty()) return std::nullopt;
    out.token = {inner().info().value().epoch, out.last};
    return out;
  }

  std::optional<event_ref> standing(const event_id& id) {
    auto found = inner().find({&id, 1});
    return found ? found->front() : std::nullopt;
  }
};

/// Writes each event of an append in a commit of its own, and answers as if it had been one.
class splits_a_commit final : public changing_store {
 public:
  using changing_store::changing_store;

 private:
  std::optional<append_outcome> change(append_request& request) override {
    if (request.writes.size() != 1 || request.writes.front().events.size() < 2) return std::nullopt;
    const stream_write& write = request.writes.front();
    std::optional<appended> all;
    expected demand = write.expected;
    for (const auto& event : write.events) {
      auto outcome = inner().append_and_wait(append_request::to(write.stream, {event}, demand));
      const auto* const one = std::get_if<appended>(&outcome);
      if (one == nullptr) return outcome;
      if (!all) all = *one;
      all->writes.front().last = one->writes.front().last;
      all->last = one->last;
      all->token = one->token;
      demand = expected::any();
    }
    return *all;
  }
};

}  // namespace varve::contract
