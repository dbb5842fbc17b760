// Decodes payloads through the user's serialize() by Varve's archives, beside cereal's own.

#include "baseline/cereal_binary.hpp"
#include "baseline/cereal_json.hpp"
#include "suite.hpp"
#include "texts.hpp"
#include "varve_decode.hpp"

#include <stdexcept>
#include <vector>

namespace {

using namespace bench;

template<class Value>
std::vector<Value> draw(std::size_t count, Value (*one)(random_source&)) {
  random_source random{3};
  std::vector<Value> values(count);
  for (auto& value : values) value = one(random);
  return values;
}

std::string binary_of(const auto& value) {
  std::string bytes;
  varve::encode(value, varve::format::binary, bytes).value();
  return bytes;
}

/// The same values, written for each of the two decoders.
struct encoded {
  std::vector<std::string> ours;
  std::vector<std::string> theirs;
};

using stock_decoder = sample (*)(std::span<const std::string>);

/// Refuses to measure decoders that do not read the same.
template<class Value>
void measure(suite& all, const std::string& workload, varve::format written, const encoded& texts,
             const char* stock_name, stock_decoder decode_theirs) {
  const contender varve{"varve", [&] { return decode_by_varve<Value>(texts.ours, written); }};
  const contender stock{stock_name, [&] { return decode_theirs(texts.theirs); }};
  if (varve.run().witness != stock.run().witness)
    throw std::runtime_error(workload + ": the decoders read different values");
  all.measure(workload, "texts/s", varve, stock);
}

void measure_json(suite& all, const std::vector<order_line>& lines,
                  const std::vector<order_document>& documents) {
  if (!baseline::has_cereal_json()) {
    all.note("stock cereal JSON", "not measured: this compiler cannot parse its rapidjson");
    return;
  }
  const auto flat = texts_of(lines, json_of<order_line>);
  measure<order_line>(all, "decode: JSON, flat", varve::format::json, {flat, flat}, "cereal",
                      baseline::decode_lines_by_cereal_json);
  const encoded nested{texts_of(documents, json_of<order_document>),
                       texts_of(documents, baseline::cereal_json_of)};
  measure<order_document>(all, "decode: JSON, nested", varve::format::json, nested, "cereal",
                          baseline::decode_documents_by_cereal_json);
}

void measure_binary(suite& all, const std::vector<order_line>& lines,
                    const std::vector<order_document>& documents) {
  const auto portable = [](const auto& value) { return baseline::portable_binary_of(value); };
  const encoded flat{texts_of(lines, binary_of<order_line>), texts_of(lines, portable)};
  measure<order_line>(all, "decode: binary, flat", varve::format::binary, flat, "portable binary",
                      baseline::decode_lines_by_portable_binary);
  const encoded nested{texts_of(documents, binary_of<order_document>), texts_of(documents, portable)};
  measure<order_document>(all, "decode: binary, nested", varve::format::binary, nested, "portable binary",
                          baseline::decode_documents_by_portable_binary);
}

void measure_all(suite& all, const scratch_folder&, const bench_options& options) {
  const auto lines = draw(options.decodes, random_order_line);
  const auto documents = draw(options.decodes / 4, random_order_document);
  measure_json(all, lines, documents);
  measure_binary(all, lines, documents);
}

}  // namespace

int main(int argc, char** argv) {
  return bench::run_benchmarks("bench_decode", argc, argv, measure_all);
}
