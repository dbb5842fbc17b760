#include "allocation_limit.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <new>

#if defined(__SANITIZE_ADDRESS__)
#define VARVE_FUZZ_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define VARVE_FUZZ_SANITIZED
#endif
#endif

namespace varve::fuzz {
namespace {

constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();
thread_local std::size_t earned = unlimited;
thread_local std::size_t largest_yet = 0;

void watch(std::size_t size) {
  if (earned == unlimited) return;
  largest_yet = std::max(largest_yet, size);
  if (size <= earned) return;
  std::fprintf(stderr, "an allocation of %zu bytes, where the input has earned %zu\n", size, earned);
  earned = unlimited;  // what reports the end may allocate
  std::abort();
}

}  // namespace

allocation_limit::allocation_limit(std::size_t beside) {
  largest_yet = 0;
  earned = std::size_t{64} * 1024 + beside;
}

allocation_limit::~allocation_limit() {
  earned = unlimited;
}

void allocation_limit::arrived(std::size_t size) {
  if (earned != unlimited) earned += 2 * size;
}

std::size_t allocation_limit::largest() {
  return largest_yet;
}

}  // namespace varve::fuzz

#if defined(VARVE_FUZZ_SANITIZED)

// The sanitizer owns the allocator and tells of each allocation; memory from malloc is watched too.
extern "C" int __sanitizer_install_malloc_and_free_hooks(void (*malloc_hook)(const volatile void*,
                                                                             std::size_t),
                                                         void (*free_hook)(const volatile void*));
namespace {
[[maybe_unused]] const int hooked = __sanitizer_install_malloc_and_free_hooks(
    [](const volatile void*, std::size_t size) { varve::fuzz::watch(size); }, [](const volatile void*) {});
}  // namespace

#else

void* operator new(std::size_t size) {
  varve::fuzz::watch(size);
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc{};
}

void operator delete(void* memory) noexcept {
  std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

#endif
