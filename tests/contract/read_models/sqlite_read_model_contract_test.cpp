#include <varve/contract/read_model_contract.hpp>

#include "sqlite_read_model_fixture.hpp"

VARVE_READ_MODEL_CONTRACT(sqlite_in_its_own_file, own_file);
VARVE_READ_MODEL_CONTRACT(sqlite_in_the_file_of_the_log, file_of_the_log);
