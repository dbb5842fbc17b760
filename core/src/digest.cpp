#include <varve/core/digest.hpp>

#include <openssl/evp.h>

#include <algorithm>
#include <new>
#include <vector>

namespace varve {
namespace {

/// A SHA-256 that is set up once a thread: the set-up costs more than hashing an event.
class hasher {
 public:
  hasher() : context_(EVP_MD_CTX_new()) {
    if (context_ == nullptr || EVP_DigestInit_ex2(context_, EVP_sha256(), nullptr) != 1)
      throw std::bad_alloc{};
  }
  ~hasher() { EVP_MD_CTX_free(context_); }
  hasher(const hasher&) = delete;
  hasher& operator=(const hasher&) = delete;

  hasher& add(std::string_view bytes) {
    EVP_DigestUpdate(context_, bytes.data(), bytes.size());
    return *this;
  }

  hasher& add(std::uint64_t number) {
    std::array<char, 8> little{};
    for (std::size_t i = 0; i < little.size(); ++i) little[i] = static_cast<char>(number >> (8 * i));
    return add(std::string_view(little.data(), little.size()));
  }

  hasher& add_sized(std::string_view bytes) { return add(bytes.size()).add(bytes); }

  [[nodiscard]] digest finish() {
    digest out;
    EVP_DigestFinal_ex(context_, out.bytes.data(), nullptr);
    EVP_DigestInit_ex2(context_, nullptr, nullptr);
    return out;
  }

 private:
  EVP_MD_CTX* context_;
};

hasher& this_thread() {
  thread_local hasher instance;
  return instance;
}

void add_sorted(hasher& hash, tags_view tags) {
  if (tags.empty()) return;
  std::vector<std::string_view> sorted(tags.begin(), tags.end());
  std::ranges::sort(sorted);
  for (const auto tag : sorted) hash.add_sized(tag);
}

}  // namespace

std::string digest::to_string() const {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const auto byte : bytes) {
    out.push_back(digits[byte >> 4]);
    out.push_back(digits[byte & 15]);
  }
  return out;
}

digest content_digest(std::string_view stream, std::string_view type, std::string_view content_type,
                      std::string_view data, tags_view tags) {
  hasher& hash = this_thread();
  hash.add_sized(stream).add_sized(type).add_sized(content_type).add_sized(data);
  add_sorted(hash, tags);
  return hash.finish();
}

digest envelope_digest(std::string_view metadata, timestamp occurred_at, timestamp recorded_at) {
  const auto nanoseconds = [](timestamp at) {
    return static_cast<std::uint64_t>(at.time_since_epoch().count());
  };
  return this_thread()
      .add_sized(metadata)
      .add(nanoseconds(occurred_at))
      .add(nanoseconds(recorded_at))
      .finish();
}

}  // namespace varve
