// Without libFuzzer: runs a target on the files of its corpus and on seeded mutations of them.
//   TARGET FOLDER...

#include <varve/testing/seeded_random.hpp>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using varve::testing::seeded_random;

std::vector<std::string> read_corpus(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<std::string> texts;
  for (const auto& file : files) {
    std::ifstream in{file, std::ios::binary};
    texts.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  }
  return texts;
}

/// One change of the kinds that fuzzers make.
void mutate(std::string& text, const std::string& other, seeded_random& random) {
  const auto place = [&](const std::string& in) {
    return static_cast<std::size_t>(random.below(in.size() + 1));
  };
  const std::size_t at = place(text);
  const std::size_t size = random.below(16);
  switch (random.below(7)) {
    case 0: text.insert(at, 1, static_cast<char>(random.next())); break;
    case 1: text.erase(at, size); break;
    case 2: text.insert(at, text.substr(place(text), size)); break;
    case 3: text.insert(at, other.substr(place(other), size)); break;
    case 4: text.resize(at); break;
    case 5: text.insert(at, size, "[{\"\x00\xff\x80"[random.below(6)]); break;
    default:
      if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << random.below(8)));
  }
}

void run(const std::string& text) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

}  // namespace

int main(int count, char** folders) {
  std::vector<std::string> corpus;
  for (int i = 1; i < count; ++i)
    for (auto& text : read_corpus(folders[i])) corpus.push_back(std::move(text));
  if (corpus.empty()) return std::fputs("no corpus\n", stderr), 2;
  for (const auto& text : corpus) run(text);

  const char* const more = std::getenv("VARVE_LONG");
  const int rounds = more != nullptr && *more != '\0' ? 1'000'000 : 20'000;
  seeded_random random{1};
  for (int i = 0; i < rounds; ++i) {
    std::string text = corpus[random.below(corpus.size())];
    for (auto changes = 1 + random.below(6); changes > 0; --changes)
      mutate(text, corpus[random.below(corpus.size())], random);
    run(text);
  }
  std::printf("%zu files and %d mutations\n", corpus.size(), rounds);
}
