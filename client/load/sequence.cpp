#include "client/load/sequence.hpp"

#include <algorithm>
#include <numeric>

#include "client/load/bodies.hpp"
#include "client/load/draw.hpp"

namespace pail::client::load {

// Smooth weighted round robin: each turn goes to the kind that is furthest behind its share.
Sequence::Sequence(const Plan& plan)
    : job_(plan.job), objects_(plan.objects), seed_(plan.seed), sizes_(plan.sizes), mix_(plan.mix) {
  unsigned common = 0;
  for (const unsigned weight : mix_) common = std::gcd(common, weight);
  for (unsigned& weight : mix_) weight /= std::max(common, 1U);
  const auto all = static_cast<int>(std::accumulate(mix_.begin(), mix_.end(), 0U));
  std::array<int, mixable_kinds> behind{};
  std::array<unsigned, mixable_kinds> turns{};
  for (int i = 0; i < all; ++i) {
    for (std::size_t k = 0; k < mixable_kinds; ++k) behind[k] += static_cast<int>(mix_[k]);
    const auto next =
        static_cast<std::size_t>(std::max_element(behind.begin(), behind.end()) - behind.begin());
    behind[next] -= all;
    pattern_.push_back({static_cast<Kind>(next), turns[next]++});
  }
}

Step Sequence::at(std::uint64_t number) const noexcept {
  switch (job_) {
    case Job::put:
      return write(number % objects_, number);
    case Job::get:
      return on_any(Kind::get, number);
    case Job::head:
      return on_any(Kind::head, number);
    case Job::list:
      return page(number);
    case Job::remove:
      // What a warm-up deletes is not there.
      return {Kind::remove, number < warm_up_begin ? number : objects_ + number % objects_, 0, 0};
    case Job::mixed:
      return mixed(number);
    case Job::multipart: {
      Step step = write(number % objects_, number);
      step.kind = Kind::create;
      return step;
    }
  }
  return {};
}

// What is read stays as it was prepared; what is written and deleted are as many other keys in
// turn, so that a deletion finds what was written before.
Step Sequence::mixed(std::uint64_t number) const noexcept {
  const Turn turn = pattern_[number % pattern_.size()];
  if (turn.kind == Kind::list) return page(number);
  if (turn.kind == Kind::get || turn.kind == Kind::head) return on_any(turn.kind, number);
  const unsigned weight = mix_[static_cast<std::size_t>(turn.kind)];
  const std::uint64_t how_many_before = number / pattern_.size() * weight + turn.before;
  const std::uint64_t object = objects_ + how_many_before % objects_;
  return turn.kind == Kind::put ? write(object, number) : Step{Kind::remove, object, 0, 0};
}

Step Sequence::on_any(Kind kind, std::uint64_t number) const noexcept {
  return {kind, below(objects_, draw(seed_, Purpose::object, number)), 0, 0};
}

// A full page wherever there is one.
Step Sequence::page(std::uint64_t number) const noexcept {
  const std::uint64_t places = objects_ > page_keys ? objects_ - page_keys + 1 : 1;
  return {Kind::list, below(places, draw(seed_, Purpose::object, number)), 0, 0};
}

Step Sequence::write(std::uint64_t object, std::uint64_t number) const noexcept {
  return {Kind::put, object, sizes_.of(draw(seed_, Purpose::size, number)),
          below(Bodies::block_bytes, draw(seed_, Purpose::body, number))};
}

}  // namespace pail::client::load
