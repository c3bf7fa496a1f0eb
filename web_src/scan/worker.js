/** Placeholder for the scan worker. */
