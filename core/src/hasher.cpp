#include "hasher.hpp"

#include <openssl/evp.h>

#include <array>
#include <cstring>
#include <new>

namespace varve::detail {

hasher::hasher() : context_(EVP_MD_CTX_new()) {
  if (context_ == nullptr || EVP_DigestInit_ex2(context_, EVP_sha256(), nullptr) != 1) throw std::bad_alloc{};
}

hasher::~hasher() {
  EVP_MD_CTX_free(context_);
}

hasher& hasher::add(std::string_view bytes) {
  if (bytes.size() > staged_.size() - staged_size_) flush();
  if (bytes.size() > staged_.size()) {
    EVP_DigestUpdate(context_, bytes.data(), bytes.size());
  } else if (!bytes.empty()) {
    std::memcpy(staged_.data() + staged_size_, bytes.data(), bytes.size());
    staged_size_ += bytes.size();
  }
  return *this;
}

void hasher::flush() {
  EVP_DigestUpdate(context_, staged_.data(), staged_size_);
  staged_size_ = 0;
}

hasher& hasher::add(std::uint64_t number) {
  std::array<char, 8> little{};
  for (std::size_t i = 0; i < little.size(); ++i) little[i] = static_cast<char>(number >> (8 * i));
  return add(std::string_view(little.data(), little.size()));
}

digest hasher::finish() {
  flush();
  digest out;
  EVP_DigestFinal_ex(context_, out.bytes.data(), nullptr);
  EVP_DigestInit_ex2(context_, nullptr, nullptr);
  return out;
}

hasher& this_thread_hasher() {
  thread_local hasher instance;
  return instance;
}

}  // namespace varve::detail
