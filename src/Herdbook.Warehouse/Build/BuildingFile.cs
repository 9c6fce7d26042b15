using System.Diagnostics;

namespace Herdbook.Warehouse.Build;

/// <summary>The file that a build works in: a copy of the current generation, made while the project is read. It is kept when a build is cut off.</summary>
internal sealed class BuildingFile : IAsyncDisposable
{
    private readonly string _copy;
    private readonly Task _preparing;

    /// <summary>Copies the current generation, unless everything is made anew or a build that was cut off left its file. To be called under the lease.</summary>
    public BuildingFile(WarehouseFolder folder, bool full)
    {
        var current = full ? null : folder.CurrentFile;
        Path = folder.BuildingFile(folder.Current, current is null);
        IsResumed = File.Exists(Path);
        // Under another name until the build begins: a copy that was cut off is never gone on with.
        _copy = Path + ".copy";
        _preparing = Task.Run(() =>
        {
            folder.Make();
            folder.Clear(Path);
            if (!IsResumed && current is not null)
            {
                File.Copy(current, _copy, overwrite: true);
                Flush(_copy);
            }
        });
    }

    public string Path { get; }

    /// <summary>A build that was cut off left it: this one goes on from there.</summary>
    public bool IsResumed { get; }

    /// <summary>From here on it is what the next build goes on with, should this one be cut off.</summary>
    /// <exception cref="IOException">The copy could not be made.</exception>
    public async Task BeginAsync()
    {
        await _preparing;
        if (File.Exists(_copy))
        {
            File.Move(_copy, Path);
        }
    }

    public void Remove()
    {
        foreach (var path in (string[])[Path, .. WarehouseFolder.LogsOf(Path)])
        {
            File.Delete(path);
        }
    }

    /// <summary>Takes back what was prepared for a build that did not begin.</summary>
    public async ValueTask DisposeAsync()
    {
        await _preparing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        File.Delete(_copy);
    }

    /// <summary>Lets the disk take the copy while rows come in: otherwise the first checkpoint waits for all of it.</summary>
    private static void Flush(string copy)
    {
        var handle = File.OpenHandle(copy, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        _ = Task.Factory.StartNew(
            () =>
            {
                using (handle)
                {
                    try
                    {
                        RandomAccess.FlushToDisk(handle);
                    }
                    catch (IOException full)
                    {
                        // DuckDB flushes the same file before it is published, and says what it could not.
                        Debug.WriteLine(full.Message);
                    }
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }
}
