#pragma once

/// Stores by their URLs.

#include <varve/url/open_store.hpp>
#include <varve/url/store_url.hpp>
