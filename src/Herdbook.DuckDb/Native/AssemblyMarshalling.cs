using System.Runtime.CompilerServices;

// Every struct of the binding is passed as it lies in memory.
[assembly: DisableRuntimeMarshalling]
