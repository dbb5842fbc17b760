#pragma once

#include <varve/core/revision.hpp>

#include <string>

namespace varve {

/// What a stream must look like at the moment of the commit, judged on the state before the append.
///
/// | stream             | `any` | `no_stream` | `stream_exists` | its last revision |
/// |--------------------|-------|-------------|-----------------|-------------------|
/// | never written      | holds | holds       | conflict        | –                 |
/// | written, truncated | holds | conflict    | holds           | holds             |
/// | soft deleted       | holds | holds       | conflict        | holds             |
/// | hard deleted: check| holds | holds       | conflict        | conflict          |
/// | hard deleted: write| the append answers `stream_deleted` before any expectation is judged ||||
class expected {
 public:
  enum class kind { any, no_stream, stream_exists, exactly };

  constexpr expected() = default;
  constexpr expected(varve::revision last)
      : kind_(kind::exactly), revision_(last) {}  // NOLINT: a revision is an expectation

  [[nodiscard]] static constexpr expected any() { return {}; }
  [[nodiscard]] static constexpr expected no_stream() { return expected{kind::no_stream}; }
  [[nodiscard]] static constexpr expected stream_exists() { return expected{kind::stream_exists}; }

  [[nodiscard]] constexpr kind what() const { return kind_; }
  /// Only for `kind::exactly`.
  [[nodiscard]] constexpr varve::revision revision() const { return revision_; }
  /// `any`, `no_stream`, `stream_exists` or the number.
  [[nodiscard]] std::string to_string() const;

  friend constexpr bool operator==(const expected&, const expected&) = default;

 private:
  constexpr explicit expected(kind k) : kind_(k) {}

  kind kind_ = kind::any;
  varve::revision revision_;
};

}  // namespace varve
