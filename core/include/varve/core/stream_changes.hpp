#pragma once

#include <varve/core/event_family.hpp>
#include <varve/core/revision.hpp>

#include <cereal/cereal.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace varve {
namespace detail {

/// The shape that all events of `$streams` share: docs/formats.md, "`$streams`".
struct stream_change_data {
  std::string stream;      ///< whose events are hidden
  varve::revision before;  ///< revisions below are hidden

  template<class Archive>
  void save(Archive& ar) const {
    ar(CEREAL_NVP(stream), cereal::make_nvp("before", before.value()));
  }
  template<class Archive>
  void load(Archive& ar) {
    std::int64_t value = before.value();
    ar(CEREAL_NVP(stream), cereal::make_nvp("before", value));
    before = varve::revision{value};
  }
  friend bool operator==(const stream_change_data&, const stream_change_data&) = default;
};

}  // namespace detail

/// A stream was deleted; it may go on with its next revision.
struct stream_deleted : detail::stream_change_data {
  static constexpr std::string_view event_name = "$deleted";
};

/// A stream was deleted and its name closed for ever.
struct stream_tombstoned : detail::stream_change_data {
  static constexpr std::string_view event_name = "$tombstoned";
};

/// The beginning of a stream was hidden.
struct stream_truncated : detail::stream_change_data {
  static constexpr std::string_view event_name = "$truncated";
};

/// The family of `$streams`. A projection that lists one of these in its events is given it; no other family
/// holds them.
using stream_changes = events<stream_deleted, stream_tombstoned, stream_truncated>;

namespace detail {
template<>
inline constexpr bool is_stream_change<stream_deleted> = true;
template<>
inline constexpr bool is_stream_change<stream_tombstoned> = true;
template<>
inline constexpr bool is_stream_change<stream_truncated> = true;
}  // namespace detail

}  // namespace varve
