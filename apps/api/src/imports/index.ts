export { ImportPresenter } from './import-presenter';
export { ImportsModule } from './imports.module';
export { TakesUploads } from './multipart';
export { fileForm, IMPORT_READ, importResource, type ImportResource } from './schemas';
export { type Upload, UploadDesk } from './upload-desk';
