import { freshDatabase } from '../../../test/support';
import { assertSecondWall, openSystemDatabase } from './index';

describe('the role that the service connects as', () => {
  it('is refused when walls between accounts do not hold for it, without a word of its password', async () => {
    const base = await freshDatabase();
    const open = (url: string) => openSystemDatabase({ url, name: 'second wall', systemConnections: 1 });
    const [owner, superuser] = [open(base.url), open(base.adminUrl)];
    try {
      await expect(assertSecondWall(owner)).resolves.toBeUndefined();
      await expect(assertSecondWall(superuser)).rejects.toThrow(/^DATABASE_URL names a role[^:@]*$/);
    } finally {
      await Promise.all([owner.close(), superuser.close()]);
      await base.drop();
    }
  });
});
