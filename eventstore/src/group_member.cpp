#include <varve/eventstore/group_member.hpp>

#include <charconv>
#include <string_view>

namespace varve {
namespace {

/// What stands behind a prefix as a number; nothing when it is no number.
std::optional<std::int64_t> number_behind(std::string_view prefix, std::string_view name) {
  if (!name.starts_with(prefix)) return std::nullopt;
  name.remove_prefix(prefix.size());
  std::int64_t number = 0;
  const auto read = std::from_chars(name.data(), name.data() + name.size(), number);
  if (read.ec != std::errc{} || read.ptr != name.data() + name.size()) return std::nullopt;
  return number;
}

}  // namespace

std::pair<std::size_t, std::size_t> share_of(std::size_t runner, std::size_t runners, std::size_t ranges) {
  const auto rounded_up = [&](std::size_t parts) { return (parts * ranges + runners - 1) / runners; };
  return {rounded_up(runner), rounded_up(runner + 1)};
}

group_member::group_member(std::string group, std::string owner, std::chrono::nanoseconds term,
                           environment env)
    : group_(std::move(group)), owner_(std::move(owner)), term_(term), env_(env) {}

group_member::step group_member::start() {
  stopping_ = false;
  why_.reset();
  trouble_.reset();
  return begin_round();
}

/// What is held is renewed before anything else, for that alone has no time to lose.
group_member::step group_member::begin_round() {
  wake_ = now() + term_ / 3;
  auto mine = held();
  if (mine.empty()) return stopping_ ? plan() : look{};
  asked_ = now();
  return renew{std::move(mine)};
}

group_member::step group_member::on_renew(const result<std::vector<std::string>>& lost) {
  if (!lost) {
    if (now() >= safe_until_) {
      for (const auto& each : held()) lose(each.name);
    }
    return failed(lost.error());
  }
  safe_until_ = asked_ + term_;
  for (const auto& name : *lost) lose(name);
  return stopping_ ? plan() : look{};
}

group_member::step group_member::on_look(const result<std::vector<std::int64_t>>& ranges) {
  if (!ranges) return failed(ranges.error());
  ranges_ = *ranges;
  return list{group_};
}

group_member::step group_member::on_list(const result<std::vector<lease>>& found) {
  if (!found) return failed(found.error());
  see(*found);
  return seat_ || stopping_ ? plan() : take_seat(*found);
}

void group_member::see(const std::vector<lease>& found) {
  seats_.clear();
  range_leases_.clear();
  for (const auto& each : found) {
    if (const auto slice = number_behind(group_, each.name)) {
      range_leases_[*slice] = each;
    } else if (each.in_force() && number_behind(group_ + "seat/", each.name)) {
      seats_.push_back(each);
    }
  }
  std::ranges::sort(seats_, [](const lease& a, const lease& b) {
    return a.held != b.held ? a.held > b.held : a.name < b.name;
  });
}

/// Asks for the first seat that nobody has.
group_member::step group_member::take_seat(const std::vector<lease>& found) {
  std::set<std::string> taken;
  for (const auto& each : found) {
    if (each.in_force() && !each.is_of(owner_)) taken.insert(each.name);
  }
  std::int64_t first = 0;
  while (taken.contains(name_of_seat(first))) ++first;
  acquiring_.reset();
  asked_ = now();
  return acquire{name_of_seat(first)};
}

group_member::step group_member::on_acquire(const result<lease>& answer) {
  if (!answer) return failed(answer.error());
  const bool mine = answer->is_of(owner_);
  if (mine && held().empty()) safe_until_ = asked_ + term_;
  if (!acquiring_) {
    if (!mine) return list{group_};  // somebody else was first; there are other seats
    seat_ = *answer;
    if (std::ranges::find(seats_, answer->name, &lease::name) == seats_.end()) seats_.push_back(*answer);
    return plan();
  }
  if (mine) {
    parts_[*acquiring_] = {*answer};
    to_work_.push_back(*acquiring_);
  } else {
    wake(now() + answer->left);
  }
  return next();
}

/// Compares what it holds with its share. Once it was told to stop it has none.
group_member::step group_member::plan() {
  const auto mine = share();
  settle(mine);
  if (!stopping_) {
    claim(mine);
    trouble_.reset();
  } else if (parts_.empty() && seat_) {
    to_release_.push_back(*seat_);
    seat_.reset();
  }
  return next();
}

std::set<std::int64_t> group_member::share() {
  if (stopping_ || !seat_) return {};
  const auto me = std::ranges::find_if(
      seats_, [&](const lease& each) { return each.name == seat_->name && each.is_of(owner_); });
  if (me == seats_.end()) {  // it ran out since it was renewed
    seat_.reset();
    wake(now());
    return {};
  }
  const auto [begin, end] =
      share_of(static_cast<std::size_t>(me - seats_.begin()), seats_.size(), ranges_.size());
  return {ranges_.begin() + static_cast<std::ptrdiff_t>(begin),
          ranges_.begin() + static_cast<std::ptrdiff_t>(end)};
}

/// What is not its share any more ends and is then released; what is and does not work begins.
void group_member::settle(const std::set<std::int64_t>& share) {
  for (auto at = parts_.begin(); at != parts_.end();) {
    auto& [slice, part] = *at;
    const bool wanted = share.contains(slice) && !part.lost;
    if (part.works) {
      if (!wanted && !std::exchange(part.rests, true)) to_rest_.push_back(slice);
    } else if (wanted) {
      to_work_.push_back(slice);
    } else {
      if (!part.lost) to_release_.push_back(part.held);
      at = parts_.erase(at);
      continue;
    }
    ++at;
  }
}

/// Asks for what is free of its share, and wakes up when something of the others' runs out.
void group_member::claim(const std::set<std::int64_t>& share) {
  for (const auto& each : seats_) {
    if (!each.is_of(owner_)) wake(now() + each.left);
  }
  for (const auto slice : share) {
    if (parts_.contains(slice)) continue;
    const auto there = range_leases_.find(slice);
    const bool taken =
        there != range_leases_.end() && there->second.in_force() && !there->second.is_of(owner_);
    if (taken)
      wake(now() + there->second.left);
    else
      to_acquire_.push_back(slice);
  }
}

group_member::step group_member::next() {
  const auto take = [](auto& from) {
    const auto last = from.back();
    from.pop_back();
    return last;
  };
  if (!to_rest_.empty()) return rest{take(to_rest_)};
  if (!to_release_.empty()) return release{std::exchange(to_release_, {})};
  if (stopping_ && parts_.empty() && !seat_) return done{why_};
  if (!to_work_.empty()) {
    const auto slice = take(to_work_);
    parts_.at(slice).works = true;
    parts_.at(slice).rests = false;
    return work{slice};
  }
  if (to_acquire_.empty()) return wait{wake_};
  acquiring_ = take(to_acquire_);
  asked_ = now();
  return acquire{group_ + std::to_string(*acquiring_)};
}

group_member::step group_member::on_release(const result<void>& released) {
  return released ? next() : failed(released.error());
}

group_member::step group_member::on_work() {
  return next();
}

group_member::step group_member::on_rest() {
  return next();
}

group_member::step group_member::on_wait() {
  if (!stopping_ && now() < wake_) return wait{wake_};
  return begin_round();
}

void group_member::on_end(std::int64_t slice, const std::optional<error>& why) {
  const auto part = parts_.find(slice);
  if (part == parts_.end()) return;
  part->second.works = false;
  wake(part->second.rests || part->second.lost ? now() : soon());
  if (!why || is_transient(why->code)) return;
  if (!why_) why_ = why;
  stopping_ = true;
}

/// What may pass is tried again soon; what was going to be done is planned anew then.
group_member::step group_member::failed(const error& why) {
  to_work_.clear();
  to_acquire_.clear();
  trouble_ = why;
  wake(soon());
  if (!is_transient(why.code) && !stopping_) {
    why_ = why;
    stopping_ = true;
  }
  if (stopping_) return plan();
  return next();
}

/// What was lost ends its work and is not asked for before it has.
void group_member::lose(const std::string& name) {
  if (seat_ && seat_->name == name) seat_.reset();
  for (auto& [slice, part] : parts_) {
    if (part.held.name != name) continue;
    part.lost = true;
    if (part.works && !std::exchange(part.rests, true)) to_rest_.push_back(slice);
  }
}

instant group_member::soon() const {
  return now() + std::min<std::chrono::nanoseconds>(term_ / 10, std::chrono::milliseconds{100});
}

std::string group_member::name_of_seat(std::int64_t number) const {
  return group_ + "seat/" + std::to_string(number);
}

std::vector<lease> group_member::held() const {
  std::vector<lease> all;
  if (seat_) all.push_back(*seat_);
  for (const auto& [slice, part] : parts_) {
    if (!part.lost) all.push_back(part.held);
  }
  return all;
}

std::vector<std::int64_t> group_member::working() const {
  std::vector<std::int64_t> slices;
  for (const auto& [slice, part] : parts_) {
    if (part.works) slices.push_back(slice);
  }
  return slices;
}

}  // namespace varve
