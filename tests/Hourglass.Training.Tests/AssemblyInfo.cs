using Xunit.Sdk;
using Xunit.v3;

// libtorch counts living tensors per process: a test that looks for a leak must be alone.
[assembly: Parallelization(Mode = ParallelMode.None)]
