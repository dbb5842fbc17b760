#pragma once

#include <array>
#include <cstddef>
#include <string>

namespace varve {

/// Where in a nested value an archive stands, for its errors: `items[3].price`. Borrows the names of members
/// for as long as they are read or written.
class member_path {
 public:
  /// How deep objects and arrays may nest.
  static constexpr std::size_t deepest = 32;

  [[nodiscard]] std::size_t depth() const { return depth_; }
  /// Into an object or array; false when it would be one too deep.
  [[nodiscard]] bool enter() {
    if (depth_ == deepest) return false;
    steps_[depth_++] = {};
    return true;
  }
  void leave() { --depth_; }

  void at_member(const char* name) { top().name = name; }
  void at_element(std::size_t index) { top() = {element, index}; }
  /// At the next member that has no name; returns its number.
  std::size_t at_unnamed() {
    top().name = unnamed;
    return top().index++;
  }
  /// At the object itself, between its members.
  void at_none() { top().name = nullptr; }

  /// `items[3].price`; empty at the root.
  [[nodiscard]] std::string to_string() const;

 private:
  struct step {
    const char* name = nullptr;  // or one of the two marks
    std::size_t index = 0;       // of the element; how many members without a name there were
  };
  static constexpr char element[] = "[]";
  static constexpr char unnamed[] = "value";

  step& top() { return steps_[depth_ - 1]; }

  std::size_t depth_ = 0;
  std::array<step, deepest> steps_;  // those below depth_ are set
};

}  // namespace varve
