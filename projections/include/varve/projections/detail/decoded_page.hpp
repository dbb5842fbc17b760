#pragma once

#include <varve/core/visit_event.hpp>
#include <varve/eventstore/page.hpp>

#include <memory>
#include <utility>
#include <variant>
#include <vector>

namespace varve::detail {

/// A page on its way to projections, read once and decoded once for all of them. Never changed once it is
/// made.
class decoded_events {
 public:
  explicit decoded_events(page read) : page_(std::move(read)) {}
  decoded_events(const decoded_events&) = delete;
  decoded_events& operator=(const decoded_events&) = delete;
  virtual ~decoded_events() = default;

  [[nodiscard]] const page& source() const { return page_; }

 private:
  page page_;
};

/// An event that could not be decoded. It concerns those who handle it.
struct undecodable_event_at {
  const event_view* view;
  error why;
};

template<class List>
struct entry_of;
template<class... E>
struct entry_of<type_list<E...>> {
  using type = std::variant<undecodable_event_at, recorded<E>...>;
};

/// The events of a family F that a page holds, in order.
template<event_family F>
class decoded_page final : public decoded_events {
 public:
  using entry = typename entry_of<typename members<F>::current>::type;

  explicit decoded_page(page read) : decoded_events(std::move(read)) {
    entries_.reserve(source().size());
    const auto keep = [this]<class E>(recorded<E>&& event) {
      entries_.emplace_back(std::in_place_type<recorded<E>>, std::move(event));
    };
    for (const event_view& view : source()) {
      if (auto visited = visit(view, keep); !visited)
        entries_.emplace_back(undecodable_event_at{&view, visited.error()});
    }
  }

  [[nodiscard]] const std::vector<entry>& entries() const { return entries_; }

 private:
  template<class Keep>
  static result<void> visit(const event_view& view, const Keep& keep) {
    try {
      return visit_event<F>(view, keep);
    } catch (const std::exception& thrown) {
      return error{errc::undecodable, "the upcaster of " + std::string{view.type} + " at position " +
                                          std::to_string(view.position.value()) + " threw: " + thrown.what()};
    }
  }

  std::vector<entry> entries_;
};

/// How a page is decoded, for those who do not know the family.
using page_decoder = std::shared_ptr<const decoded_events> (*)(page);

template<event_family F>
std::shared_ptr<const decoded_events> decode_page(page read) {
  return std::make_shared<const decoded_page<F>>(std::move(read));
}

}  // namespace varve::detail
